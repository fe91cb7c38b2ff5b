#include "event_order.h"

#include <iterator>

namespace asynchat::traces {
namespace {

std::string name_of(const trace_event& event) { return "connection " + std::to_string(event.conn); }
std::string quoted_kind(const trace_event& event) { return "\"" + std::string(to_string(event.kind)) + "\""; }

}  // namespace

std::optional<std::string> event_order::refuse(const trace_event& event) {
  if (event.time_ns < last_ns_ || event.time_ns > trace_integer_max) {
    return "expected \"t\" from " + std::to_string(last_ns_) + " (the previous event's) to " +
           std::to_string(trace_integer_max) + ", found " + std::to_string(event.time_ns);
  }
  if (event.conn == 0 || event.conn > trace_integer_max) {
    return "expected connections numbered from 1, found " + name_of(event);
  }
  if (last_ == open_.end() || last_->first != event.conn) last_ = open_.find(event.conn);
  if (event.kind == event_kind::open) {
    if (std::optional<std::string> complaint = refuse_open(event)) return complaint;
  } else if (last_ == open_.end()) {
    if (is_closed(event.conn)) {
      return name_of(event) + ": expected nothing after its \"close\", found " + quoted_kind(event);
    }
    return "expected \"open\" as the first event of " + name_of(event) + ", found " + quoted_kind(event);
  } else if (event.kind == event_kind::close) {
    close(event.conn);
  } else if (std::optional<std::string> complaint = refuse_in(last_->second, event)) {
    return name_of(event) + ": " + *complaint;
  }
  last_ns_ = event.time_ns;
  return std::nullopt;
}

std::optional<std::string> event_order::refuse_open(const trace_event& event) {
  if (last_ != open_.end() || is_closed(event.conn)) {
    return "expected one \"open\" of " + name_of(event) + ", found a second one";
  }
  if (open_.size() + closed_.size() >= connections_max_) {
    return "expected at most " + std::to_string(connections_max_) + " connections, found one more";
  }
  last_ = open_.emplace(event.conn, halves{half::sending, half::sending}).first;
  return std::nullopt;
}

std::optional<std::string> event_order::refuse_in(halves& known, const trace_event& event) {
  half& sender = known[static_cast<std::size_t>(event.from)];
  const auto nothing_after = [&](const std::string& last) {
    return "expected nothing from the " + std::string(to_string(event.from)) + " after its " + last + ", found " +
           quoted_kind(event);
  };
  if (sender == half::aborted) return nothing_after("\"reset\"");
  if (event.kind == event_kind::reset) {
    sender = half::aborted;
    return std::nullopt;
  }
  if (sender == half::ended) return nothing_after("\"eof\"");
  if (event.kind == event_kind::eof) sender = half::ended;
  if (event.kind == event_kind::data && event.bytes.empty()) return "expected at least one byte of data, found none";
  if (event.kind == event_kind::gap && (event.gap_bytes == 0 || event.gap_bytes > trace_integer_max)) {
    return "expected a gap of at least one byte, found " + std::to_string(event.gap_bytes);
  }
  return std::nullopt;
}

bool event_order::is_closed(std::uint64_t conn) const {
  const auto behind = closed_.upper_bound(conn);
  return behind != closed_.begin() && std::prev(behind)->second >= conn;
}

/// Forgets the connection, whose number joins the runs on both sides of it.
void event_order::close(std::uint64_t conn) {
  open_.erase(last_);
  last_ = open_.end();
  std::uint64_t run_end = conn;
  auto behind = closed_.upper_bound(conn);
  if (behind != closed_.end() && behind->first == conn + 1) {
    run_end = behind->second;
    behind = closed_.erase(behind);
  }
  if (behind != closed_.begin() && std::prev(behind)->second + 1 == conn) {
    std::prev(behind)->second = run_end;
  } else {
    closed_.emplace_hint(behind, conn, run_end);
  }
}

}  // namespace asynchat::traces
