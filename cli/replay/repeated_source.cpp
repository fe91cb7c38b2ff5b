#include "repeated_source.h"

#include <algorithm>

namespace asynchat::cli {

std::optional<traces::trace_event> repeated_source::next() {
  using traces::event_kind;
  std::optional<traces::trace_event> event = inner().next();
  if (!event && !again_) {
    if (!standing_.empty()) return close_one();
    again_ = true;
    conn_added_ = conn_max_;
    time_added_ = time_max_;
    replace(open_());
    event = inner().next();
  }
  if (!event) return event;
  event->conn += conn_added_;
  event->time_ns += time_added_;
  conn_max_ = std::max(conn_max_, event->conn);
  time_max_ = std::max(time_max_, event->time_ns);
  if (event->kind == event_kind::open) standing_.insert(event->conn);
  if (event->kind == event_kind::close) standing_.erase(event->conn);
  return event;
}

std::optional<traces::trace_event> repeated_source::close_one() {
  traces::trace_event event;
  event.kind = traces::event_kind::close;
  event.conn = *standing_.begin();
  event.time_ns = time_max_;
  standing_.erase(standing_.begin());
  return event;
}

}  // namespace asynchat::cli
