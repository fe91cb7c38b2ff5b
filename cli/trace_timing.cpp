#include "trace_timing.h"

#include <algorithm>
#include <bit>

namespace asynchat::cli {

void pause_tally::add(std::uint64_t ns) {
  constexpr int digits = 7;
  const int dropped = std::max(0, static_cast<int>(std::bit_width(ns)) - digits);
  ++counts_[ns >> dropped << dropped];
  ++count_;
  longest_ = std::max(longest_, ns);
}

std::uint64_t pause_tally::median() const {
  std::uint64_t seen = 0;
  for (const auto& [ns, times] : counts_) {
    seen += times;
    if (2 * seen >= count_) return ns;
  }
  return 0;
}

void connection_timing::take(const traces::trace_event& event) {
  using traces::event_kind;
  last_ns_ = event.time_ns;
  if (event.kind == event_kind::open) opened_ns_ = event.time_ns;
  if (event.kind != event_kind::data) return;
  ++chunks_[static_cast<std::size_t>(event.from)];
  if (event.from == side::server && !first_answer_ns_) first_answer_ns_ = event.time_ns - opened_ns_;
  if (last_chunk_ns_) pauses_.add(event.time_ns - *last_chunk_ns_);
  last_chunk_ns_ = event.time_ns;
}

}  // namespace asynchat::cli
