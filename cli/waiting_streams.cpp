#include "waiting_streams.h"

#include <algorithm>
#include <utility>

namespace asynchat::cli {

namespace {

constexpr std::size_t waiting_bytes_max = std::size_t{4} << 20;

std::size_t memory_of(const recorded_stream& one) {
  std::size_t sum = sizeof(one) + one.bytes.size() + one.recorded_cuts.size() * sizeof(std::size_t);
  for (const heard_frame& frame : one.heard) sum += sizeof(frame) + frame.bytes.size();
  return sum;
}

}  // namespace

waiting_streams::waiting_streams(stream_source& source, order by) : source_(source), order_(by) { fill(); }

std::optional<waiting_streams::turn> waiting_streams::take() {
  fill();
  if (waiting_.empty()) return std::nullopt;
  std::pop_heap(waiting_.begin(), waiting_.end(), [this](const turn& a, const turn& b) { return comes_later(a, b); });
  turn next = std::move(waiting_.back());
  waiting_.pop_back();
  waiting_bytes_ -= memory_of(next.stream);
  return next;
}

void waiting_streams::finish(const recorded_stream& one) {
  ++progress_.done;
  progress_.bytes_done += one.bytes.size();
  progress_.finished = &one;
}

void waiting_streams::fill() {
  while (!progress_.all_read && waiting_bytes_ < waiting_bytes_max) {
    if (std::optional<recorded_stream> one = source_.next()) {
      ++progress_.read;
      progress_.bytes_read += one->bytes.size();
      add(*std::move(one));
      continue;
    }
    progress_.all_read = true;
    for (std::optional<recorded_stream>& one : longest_) {
      if (one) wait({*std::move(one), true});
      one.reset();
    }
  }
}

/// Lets it wait, or, if it is the longest one so far, the one that was.
void waiting_streams::add(recorded_stream one) {
  if (order_ == order::as_recorded) return wait({std::move(one)});
  std::optional<recorded_stream>& known = longest_[static_cast<std::size_t>(one.from)];
  const bool is_longer = !known || one.bytes.size() > known->bytes.size() ||
                         (one.bytes.size() == known->bytes.size() && one.place < known->place);
  if (!is_longer) return wait({std::move(one)});
  std::optional<recorded_stream> before = std::exchange(known, std::move(one));
  if (before) wait({*std::move(before)});
}

void waiting_streams::wait(turn one) {
  waiting_bytes_ += memory_of(one.stream);
  waiting_.push_back(std::move(one));
  std::push_heap(waiting_.begin(), waiting_.end(), [this](const turn& a, const turn& b) { return comes_later(a, b); });
}

bool waiting_streams::comes_later(const turn& a, const turn& b) const {
  if (order_ == order::longest_first && a.stream.bytes.size() != b.stream.bytes.size()) {
    return a.stream.bytes.size() < b.stream.bytes.size();
  }
  return a.stream.place > b.stream.place;
}

}  // namespace asynchat::cli
