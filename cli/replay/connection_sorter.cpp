#include "connection_sorter.h"

#include <asynchat/traces/error.h>

#include <utility>

namespace asynchat::cli {

namespace {

/// What it takes of memory.
std::size_t size_of(const traces::trace_event& event) { return sizeof event + event.bytes.size(); }

}  // namespace

std::optional<std::uint64_t> connection_sorter::next_connection() {
  while (opened_.empty()) {
    if (!read_one()) return std::nullopt;
  }
  const std::uint64_t conn = opened_.front();
  opened_.pop_front();
  return conn;
}

std::optional<traces::trace_event> connection_sorter::next_of(std::uint64_t conn) {
  const auto mine = kept_.find(conn);
  if (mine == kept_.end()) return std::nullopt;
  while (mine->second.empty()) {
    if (!read_one()) return std::nullopt;
  }
  traces::trace_event event = std::move(mine->second.front());
  mine->second.pop_front();
  kept_bytes_ -= size_of(event);
  if (event.kind == traces::event_kind::close) kept_.erase(mine);
  return event;
}

void connection_sorter::forget(std::uint64_t conn) {
  const auto found = kept_.find(conn);
  if (found == kept_.end()) return;
  for (const traces::trace_event& event : found->second) kept_bytes_ -= size_of(event);
  kept_.erase(found);
}

bool connection_sorter::read_one() {
  std::optional<traces::trace_event> event = source_.next();
  if (!event) return false;
  keep(*std::move(event));
  return true;
}

/// What is told of a connection that was forgotten is passed over.
void connection_sorter::keep(traces::trace_event event) {
  if (event.kind == traces::event_kind::open) {
    opened_.push_back(event.conn);
    kept_[event.conn];
  }
  const auto found = kept_.find(event.conn);
  if (found == kept_.end()) return;
  kept_bytes_ += size_of(event);
  if (kept_bytes_ > kept_bytes_max) {
    throw traces::input_error(source_.file(), "expected connections that overlap by at most " +
                                                  std::to_string(kept_bytes_max) + " bytes of events, found more");
  }
  found->second.push_back(std::move(event));
}

}  // namespace asynchat::cli
