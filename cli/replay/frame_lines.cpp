#include "frame_lines.h"

#include <asynchat/transport/escape.h>

#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "frame_listener.h"
#include "terminal.h"

namespace asynchat::cli {

namespace {

/// `name "bytes" 1 2`, cut to the width.
std::string frame_text(const properties::event& frame, std::size_t width) {
  std::string text = frame.name;
  const bool is_whole = frame.bytes.size() <= width;
  if (!frame.bytes.empty()) text += ' ' + quote(std::string_view(frame.bytes).substr(0, width));
  for (const std::int64_t number : frame.numbers) text += fmt::format(" {}", number);
  if (is_whole && text.size() <= width) return text;
  constexpr std::string_view more = "...";
  return text.substr(0, width - more.size()).append(more);
}

std::string line_of_text(const traces::trace_event& event, const properties::event& frame, std::size_t width) {
  const std::string place = fmt::format("{:>12.6f} s {:>4} {}  ", static_cast<double>(event.time_ns) / 1e9, event.conn,
                                        to_string(event.from));
  return place + frame_text(frame, width - std::min(place.size(), width / 2));
}

std::string line_of_json(const traces::trace_event& event, const properties::event& frame) {
  nlohmann::ordered_json line{
      {"t", event.time_ns}, {"conn", event.conn}, {"from", to_string(event.from)}, {"frame", frame.name}};
  line["bytes"] = escaped(frame.bytes);
  if (!frame.numbers.empty()) line["numbers"] = frame.numbers;
  return line.dump();
}

}  // namespace

std::uint64_t print_frames(traces::event_source& source, const framing_choice& framing, frame_form form,
                           const std::function<bool()>& stop) {
  frame_listener listener(framing);
  const std::size_t width = output_width();
  std::uint64_t connections = 0;
  while (!stop()) {
    const std::optional<traces::trace_event> event = source.next();
    if (!event) break;
    connections += event->kind == traces::event_kind::open ? 1 : 0;
    for (const properties::event& frame : listener.take(*event)) {
      fmt::print("{}\n", form == frame_form::json ? line_of_json(*event, frame) : line_of_text(*event, frame, width));
    }
  }
  return connections;
}

}  // namespace asynchat::cli
