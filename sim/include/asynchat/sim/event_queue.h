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
/// bucket of the highest digit in which its time differs from the time last taken, and moves down at most once a
/// digit.
///
///     last 0x1a6    now: 1a6    wheel 0: 1a7 | 1a8 | …    wheel 1: 1b0 … 1bf | …    wheel 2: 200 … 2ff | …
///
/// Buckets keep the order in which they were filled, and one is emptied only when all before it are empty, so equal
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
    put({when, std::move(what)});
    ++size_;
  }

  /// When the next entry is due; the queue is not empty.
  std::int64_t next_time() const {
    return static_cast<std::int64_t>(front_ < due_.size() ? last_ : first_bucket().earliest);
  }

  /// Takes the next entry out; the queue is not empty.
  Entry take() {
    if (front_ == due_.size()) refill();
    Entry taken = std::move(due_[front_++].what);
    --size_;
    return taken;
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

  const bucket& first_bucket() const { return buckets_[first_place()]; }

  std::size_t first_place() const {
    const auto wheel = static_cast<std::size_t>(std::countr_zero(filled_wheels_));
    return wheel * digits + static_cast<std::size_t>(std::countr_zero(filled_[wheel]));
  }

  void put(timed entry) {
    const std::uint64_t differs = entry.when ^ last_;
    if (differs == 0) return due_.push_back(std::move(entry));
    const auto wheel = static_cast<std::size_t>(std::bit_width(differs) - 1) / digit_bits;
    const auto digit = static_cast<std::size_t>(entry.when >> (wheel * digit_bits)) % digits;
    bucket& into = buckets_[wheel * digits + digit];
    if (into.entries.empty() || entry.when < into.earliest) into.earliest = entry.when;
    filled_[wheel] = static_cast<std::uint16_t>(filled_[wheel] | 1u << digit);
    filled_wheels_ = static_cast<std::uint16_t>(filled_wheels_ | 1u << wheel);
    into.entries.push_back(std::move(entry));
  }

  /// Nothing is due any more: the first bucket moves down, and its earliest entries become due.
  void refill() {
    due_.clear();
    front_ = 0;
    const std::size_t place = first_place();
    const std::size_t wheel = place / digits;
    filled_[wheel] = static_cast<std::uint16_t>(filled_[wheel] & (filled_[wheel] - 1u));
    if (filled_[wheel] == 0) filled_wheels_ = static_cast<std::uint16_t>(filled_wheels_ & (filled_wheels_ - 1u));
    bucket& from = buckets_[place];
    last_ = from.earliest;
    if (from.entries.size() == 1) {
      due_.push_back(std::move(from.entries.front()));
    } else {
      for (timed& entry : from.entries) put(std::move(entry));
    }
    from.entries.clear();
  }

  std::vector<timed> due_;  ///< at `last_`; what lies before `front_` has been taken
  std::size_t front_ = 0;
  std::uint64_t last_ = 0;
  std::array<bucket, wheels * digits> buckets_;
  std::array<std::uint16_t, wheels> filled_{};  ///< bit i of wheel w: bucket w * digits + i is not empty
  std::uint16_t filled_wheels_ = 0;             ///< bit w: wheel w has a bucket that is not empty
  std::size_t size_ = 0;
};

}  // namespace asynchat::sim
