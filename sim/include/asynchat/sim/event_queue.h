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
/// A radix heap (Ahuja, Mehlhorn, Orlin and Tarjan, "Faster Algorithms for the Shortest Path Problem", JACM 37, 1990)
/// on hexadecimal digits, which is a timing wheel of 16 wheels: simulated time never goes back, so an entry lies in the
/// bucket of the highest digit in which its time differs from `base_`, and moves down at most once a digit. A bucket
/// of few entries is not spread over lower wheels but sorted at once.
///
///     base 0x1a0    sorted: 1a3 1a6 1a6    wheel 1: 1b0 … 1bf | 1c0 … 1cf | …    wheel 2: 200 … 2ff | …
///
/// Buckets keep the order in which they were filled, one is emptied only when all before it are empty, and sorting is
/// stable, so equal times stay in order.
template <class Entry>
class event_queue {
 public:
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }

  /// `at` is not before the time of the entry last taken, and not negative.
  void add(std::int64_t at, Entry what) {
    const auto when = static_cast<std::uint64_t>(at);
    ASYNCHAT_CHECK(at >= 0 && when >= last_, "nothing is added to the past");
    if (when < sorted_until_) {
      sort_in({when, std::move(what)});
    } else {
      put({when, std::move(what)});
    }
    ++size_;
  }

  /// When the next entry is due; the queue is not empty.
  std::int64_t next_time() const {
    return static_cast<std::int64_t>(front_ < sorted_.size() ? sorted_[front_].when : buckets_[first_place()].earliest);
  }

  /// True when the next entry is due at the time of the one last taken.
  bool more_is_due() const { return front_ < sorted_.size() && sorted_[front_].when == last_; }

  /// An entry that comes about `count` after the next one; null where there is none, or it is not worth searching.
  const Entry* look_ahead(std::size_t count) const {
    const std::size_t sorted = sorted_.size() - front_;
    if (count < sorted) return &sorted_[front_ + count].what;
    if (filled_wheels_ == 0) return nullptr;
    const std::vector<timed>& following = buckets_[first_place()].entries;
    return count - sorted < following.size() ? &following[count - sorted].what : nullptr;
  }

  /// Takes the next entry out; the queue is not empty.
  Entry take() {
    if (front_ == sorted_.size()) refill();
    timed& next = sorted_[front_++];
    last_ = next.when;
    --size_;
    return std::move(next.what);
  }

 private:
  struct timed {
    std::uint64_t when;
    Entry what;
  };
  struct bucket {
    std::vector<timed> entries;
    std::uint64_t earliest = 0;  ///< of its entries, where it has any
  };
  static constexpr unsigned digit_bits = 4;
  static constexpr std::size_t digits = 16;
  static constexpr std::size_t wheels = 64 / digit_bits;
  static constexpr std::size_t few = 32;          ///< entries that are sorted at once
  static constexpr std::size_t sorted_max = 128;  ///< what was taken included

  std::size_t first_place() const {
    const auto wheel = static_cast<std::size_t>(std::countr_zero(filled_wheels_));
    return wheel * digits + static_cast<std::size_t>(std::countr_zero(filled_[wheel]));
  }

  /// Into its bucket; `entry` is not before sorted_until_.
  void put(timed entry) {
    const auto wheel = static_cast<std::size_t>(std::bit_width(entry.when ^ base_) - 1) / digit_bits;
    const auto digit = static_cast<std::size_t>(entry.when >> (wheel * digit_bits)) % digits;
    bucket& into = buckets_[wheel * digits + digit];
    if (into.entries.empty() || entry.when < into.earliest) into.earliest = entry.when;
    filled_[wheel] = static_cast<std::uint16_t>(filled_[wheel] | 1u << digit);
    filled_wheels_ = static_cast<std::uint16_t>(filled_wheels_ | 1u << wheel);
    into.entries.push_back(std::move(entry));
  }

  /// Behind the sorted entries that are due before it or with it. There are few of them, or all are due now: then its
  /// place is at the end.
  void sort_in(timed entry) {
    if (sorted_.size() >= sorted_max && sorted_.back().when != last_) make_room();
    if (entry.when >= sorted_until_) return put(std::move(entry));
    auto place = sorted_.end();
    while (place != sorted_.begin() + static_cast<std::ptrdiff_t>(front_) && (place - 1)->when > entry.when) --place;
    sorted_.insert(place, std::move(entry));
  }

  /// Forgets what was taken; where too much remains, all but what is due now goes back into buckets.
  void make_room() {
    sorted_.erase(sorted_.begin(), sorted_.begin() + static_cast<std::ptrdiff_t>(front_));
    front_ = 0;
    if (sorted_.size() < sorted_max / 2) return;
    std::vector<timed> all;
    all.swap(sorted_);
    base_ = last_;
    sorted_until_ = last_ + 1;
    for (timed& entry : all) {
      if (entry.when == last_) {
        sorted_.push_back(std::move(entry));
      } else {
        put(std::move(entry));
      }
    }
  }

  /// Nothing sorted is left: the first bucket comes next.
  void refill() {
    sorted_.clear();
    front_ = 0;
    const std::size_t place = first_place();
    const std::size_t wheel = place / digits;
    filled_[wheel] = static_cast<std::uint16_t>(filled_[wheel] & (filled_[wheel] - 1u));
    if (filled_[wheel] == 0) filled_wheels_ = static_cast<std::uint16_t>(filled_wheels_ & (filled_wheels_ - 1u));
    bucket& from = buckets_[place];
    if (from.entries.size() <= few) {
      const std::uint64_t span = std::uint64_t{1} << (wheel * digit_bits);
      base_ = from.earliest & ~(span - 1);
      sorted_until_ = base_ + span;
      for (timed& entry : from.entries) sort_in(std::move(entry));
    } else {
      base_ = from.earliest;
      sorted_until_ = base_ + 1;
      for (timed& entry : from.entries) {
        if (entry.when == base_) {
          sorted_.push_back(std::move(entry));
        } else {
          put(std::move(entry));
        }
      }
    }
    from.entries.clear();
  }

  std::vector<timed> sorted_;  ///< all that is due before `sorted_until_`; before `front_` it has been taken
  std::size_t front_ = 0;
  std::uint64_t sorted_until_ = 1;
  std::uint64_t base_ = 0;
  std::uint64_t last_ = 0;  ///< the time of the entry last taken
  std::array<bucket, wheels * digits> buckets_;
  std::array<std::uint16_t, wheels> filled_{};  ///< bit i of wheel w: bucket w * digits + i is not empty
  std::uint16_t filled_wheels_ = 0;             ///< bit w: wheel w has a bucket that is not empty
  std::size_t size_ = 0;
};

}  // namespace asynchat::sim
