#include "prefix_source.h"

#include <utility>

namespace asynchat::cli {

std::optional<traces::trace_event> prefix_source::next() {
  using traces::event_kind;
  if (close_) return std::exchange(close_, std::nullopt);
  while (std::optional<traces::trace_event> event = inner().next()) {
    if (event->kind == event_kind::open) {
      left_[event->conn] = bytes_;
      return event;
    }
    const auto open = left_.find(event->conn);
    if (open == left_.end()) continue;  // closed before
    if (event->kind == event_kind::close) left_.erase(open);
    if (event->kind != event_kind::data || event->bytes.size() < open->second) {
      if (event->kind == event_kind::data) open->second -= event->bytes.size();
      return event;
    }
    event->bytes.resize(open->second);
    close_.emplace();
    close_->kind = event_kind::close;
    close_->conn = event->conn;
    close_->time_ns = event->time_ns;
    left_.erase(open);
    return event->bytes.empty() ? std::exchange(close_, std::nullopt) : event;
  }
  return std::nullopt;
}

}  // namespace asynchat::cli
