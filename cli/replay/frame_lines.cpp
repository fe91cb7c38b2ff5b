#include "frame_lines.h"

#include <asynchat/transport/escape.h>

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "check_wording.h"
#include "event_text.h"
#include "frame_listener.h"
#include "terminal.h"

namespace asynchat::cli {

namespace {

/// The least columns that a frame gets; where the page has fewer for it, the line is broken.
constexpr std::size_t frame_columns_min = 16;

std::string line_of_text(const traces::trace_event& event, const properties::event& frame, std::size_t width) {
  const std::string place = fmt::format("{:>12.6f} s {:>4} {}  ", static_cast<double>(event.time_ns) / 1e9, event.conn,
                                        to_string(event.from));
  const std::size_t room = width - std::min(width, place.size());
  return wrapped(place + event_text(frame, std::max(room, frame_columns_min)), width);
}

std::string line_of_json(const traces::trace_event& event, const properties::event& frame) {
  nlohmann::ordered_json line{
      {"t", event.time_ns}, {"conn", event.conn}, {"from", to_string(event.from)}, {"frame", frame.name}};
  line["bytes"] = escaped(frame.bytes);
  if (!frame.numbers.empty()) line["numbers"] = frame.numbers;
  return line.dump() + '\n';
}

/// What of each direction lies behind a gap.
class gap_listener {
 public:
  explicit gap_listener(const std::function<void(const std::string&)>& warned) : warned_(warned) {}

  void take(const traces::trace_event& event) {
    using traces::event_kind;
    const direction which{event.conn, event.from};
    if (event.kind == event_kind::gap && left_.emplace(which, 0).second) ++gaps_;
    if (event.kind == event_kind::data) {
      if (const auto left = left_.find(which); left != left_.end()) left->second += event.bytes.size();
    }
    if (event.kind != event_kind::close) return;
    for (const side from : {side::client, side::server}) {
      if (const auto left = left_.extract({event.conn, from})) tell(left.key(), left.mapped());
    }
  }

  /// Tells of those that were not closed.
  void end() const {
    for (const auto& [which, bytes] : left_) tell(which, bytes);
  }

  std::uint64_t gaps() const { return gaps_; }

 private:
  using direction = std::pair<std::uint64_t, side>;

  void tell(const direction& which, std::uint64_t bytes) const {
    warned_(fmt::format("connection {}, from the {}: the recording has a gap; the {} behind it have no frames",
                        which.first, to_string(which.second), counted(bytes, "byte")));
  }

  const std::function<void(const std::string&)>& warned_;
  std::map<direction, std::uint64_t> left_;
  std::uint64_t gaps_ = 0;
};

}  // namespace

framed_totals print_frames(traces::event_source& source, const framing_choice& framing, frame_form form,
                           const std::function<bool()>& stop, const std::function<void(const std::string&)>& warned) {
  frame_listener listener(framing);
  gap_listener gaps(warned);
  const std::size_t width = page_width();
  framed_totals totals;
  while (!stop()) {
    const std::optional<traces::trace_event> event = source.next();
    if (!event) break;
    totals.connections += event->kind == traces::event_kind::open ? 1 : 0;
    gaps.take(*event);
    for (const properties::event& frame : listener.take(*event)) {
      fmt::print("{}", form == frame_form::json ? line_of_json(*event, frame) : line_of_text(*event, frame, width));
    }
  }
  gaps.end();
  totals.gaps = gaps.gaps();
  return totals;
}

}  // namespace asynchat::cli
