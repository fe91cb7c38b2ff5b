#include "event_order.h"

namespace asynchat::traces {

std::optional<std::string> event_order::refuse(const trace_event& event) {
  const std::string name = "connection " + std::to_string(event.conn);
  if (event.time_ns < last_ns_ || event.time_ns > trace_integer_max) {
    return "expected \"t\" from " + std::to_string(last_ns_) + " (the previous event's) to " +
           std::to_string(trace_integer_max) + ", found " + std::to_string(event.time_ns);
  }
  if (event.conn == 0 || event.conn > trace_integer_max) return "expected connections numbered from 1, found " + name;
  const auto found = connections_.find(event.conn);
  if (event.kind == event_kind::open) {
    if (found != connections_.end()) return "expected one \"open\" of " + name + ", found a second one";
    if (connections_.size() == connections_max_) {
      return "expected at most " + std::to_string(connections_max_) + " connections, found one more";
    }
    connections_.emplace(event.conn, connection{});
  } else {
    if (found == connections_.end()) {
      return "expected \"open\" as the first event of " + name + ", found \"" + std::string(to_string(event.kind)) +
             "\"";
    }
    if (std::optional<std::string> complaint = refuse_in(found->second, event)) return name + ": " + *complaint;
  }
  last_ns_ = event.time_ns;
  return std::nullopt;
}

std::optional<std::string> event_order::refuse_in(connection& known, const trace_event& event) {
  const std::string kind = "\"" + std::string(to_string(event.kind)) + "\"";
  if (known.closed) return "expected nothing after its \"close\", found " + kind;
  if (event.kind == event_kind::close) {
    known.closed = true;
    return std::nullopt;
  }
  half& sender = known.halves[static_cast<std::size_t>(event.from)];
  const std::string who(to_string(event.from));
  if (sender == half::aborted) return "expected nothing from the " + who + " after its \"reset\", found " + kind;
  if (event.kind == event_kind::reset) {
    sender = half::aborted;
    return std::nullopt;
  }
  if (sender == half::ended) return "expected nothing from the " + who + " after its \"eof\", found " + kind;
  if (event.kind == event_kind::eof) sender = half::ended;
  if (event.kind == event_kind::data && event.bytes.empty()) return "expected at least one byte of data, found none";
  if (event.kind == event_kind::gap && (event.gap_bytes == 0 || event.gap_bytes > trace_integer_max)) {
    return "expected a gap of at least one byte, found " + std::to_string(event.gap_bytes);
  }
  return std::nullopt;
}

}  // namespace asynchat::traces
