#pragma once

#include <asynchat/transport/check.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace asynchat::sim {

/// What is to happen, in order of time, and of what is due at the same time in the order in which it was added.
///
/// A radix heap (Ahuja, Mehlhorn, Orlin and Tarjan, "Faster Algorithms for the Shortest Path Problem", JACM 37, 1990):
/// simulated time never goes back, so an entry lies in the bucket of the highest bit in which its time differs from the
/// time last taken, and moves down at most once a bit. Adding is constant, taking amortised over the bits that differ.
///
///     last 0b0110   bucket 0: 0110   bucket 1: 0111   bucket 2: none   bucket 4: 1000 1001 … 1111
///
/// Buckets keep the order in which they were filled, and one is emptied only when all below it are empty, so equal
/// times stay in order.
template <class Entry>
class event_queue {
 public:
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }

  /// `at` is not before the time of the entry last taken, and not negative.
  void add(std::int64_t at, Entry what) {
    const auto when = static_cast<std::uint64_t>(at);
    ASYNCHAT_CHECK(at >= 0 && when >= last_, "nothing is added to the past");
    const std::size_t place = bucket_of(when);
    put(place, {when, std::move(what)});
    ++size_;
  }

  /// When the next entry is due; the queue is not empty.
  std::int64_t next_time() const {
    if (front_ < buckets_[0].size()) return static_cast<std::int64_t>(last_);
    return static_cast<std::int64_t>(earliest_[lowest_filled()]);
  }

  /// Takes the next entry out; the queue is not empty.
  Entry take() {
    if (front_ == buckets_[0].size()) refill();
    Entry taken = std::move(buckets_[0][front_].what);
    ++front_;
    --size_;
    if (front_ == buckets_[0].size()) {
      buckets_[0].clear();
      front_ = 0;
    }
    return taken;
  }

 private:
  struct timed {
    std::uint64_t when;
    Entry what;
  };
  static constexpr std::size_t bucket_count = 65;

  std::size_t bucket_of(std::uint64_t when) const { return static_cast<std::size_t>(std::bit_width(when ^ last_)); }

  std::size_t lowest_filled() const { return static_cast<std::size_t>(std::countr_zero(filled_)) + 1; }

  void put(std::size_t place, timed entry) {
    if (place > 0) {
      const std::uint64_t bit = std::uint64_t{1} << (place - 1);
      if ((filled_ & bit) == 0 || entry.when < earliest_[place]) earliest_[place] = entry.when;
      filled_ |= bit;
    }
    buckets_[place].push_back(std::move(entry));
  }

  /// Moves the lowest bucket down; its earliest entries come to lie in bucket 0.
  void refill() {
    const std::size_t lowest = lowest_filled();
    last_ = earliest_[lowest];
    filled_ &= filled_ - 1;
    std::vector<timed>& from = buckets_[lowest];
    for (timed& entry : from) put(bucket_of(entry.when), std::move(entry));
    from.clear();
  }

  std::array<std::vector<timed>, bucket_count> buckets_;
  std::array<std::uint64_t, bucket_count> earliest_{};  ///< of each bucket that is not empty
  std::uint64_t filled_ = 0;                            ///< bit i: bucket i + 1 is not empty
  std::uint64_t last_ = 0;
  std::size_t front_ = 0;  ///< of bucket 0: what lies before it has been taken
  std::size_t size_ = 0;
};

}  // namespace asynchat::sim
