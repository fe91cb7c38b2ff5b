#include "frame_at.h"

#include <span>
#include <string_view>

#include "frame_listener.h"

namespace asynchat::cli {

namespace {

/// What the framing tells first when the byte at `offset` and those behind it come; the chunk begins at `start`. What
/// is told of bytes before that lies before it.
std::optional<properties::event> first_frame_from(frame_listener& listener, const traces::trace_event& event,
                                                  std::uint64_t start, std::uint64_t offset) {
  traces::trace_event part = event;
  const std::size_t before = offset > start ? static_cast<std::size_t>(offset - start) : 0;
  part.bytes.resize(before);
  if (before > 0) listener.take(part);
  for (const char byte : std::string_view(event.bytes).substr(before)) {
    part.bytes = byte;
    const std::span<const properties::event> told = listener.take(part);
    if (!told.empty()) return told.front();
  }
  return std::nullopt;
}

}  // namespace

std::optional<properties::event> frame_at(traces::event_source& source, const framing_choice& framing,
                                          std::uint64_t conn, side from, std::uint64_t offset) {
  frame_listener listener(framing);
  std::uint64_t come = 0;
  while (const std::optional<traces::trace_event> event = source.next()) {
    if (event->conn != conn) continue;
    const bool is_data = event->kind == traces::event_kind::data && event->from == from;
    if (is_data && come + event->bytes.size() > offset) {
      if (auto frame = first_frame_from(listener, *event, come, offset)) return frame;
    } else {
      const std::span<const properties::event> told = listener.take(*event);
      const bool ends = event->kind != traces::event_kind::data && event->from == from && come > offset;
      if (ends && !told.empty()) return told.front();
    }
    if (is_data) come += event->bytes.size();
    if (event->kind == traces::event_kind::close) break;
  }
  return std::nullopt;
}

}  // namespace asynchat::cli
