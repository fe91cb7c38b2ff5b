#pragma once

#include <asynchat/sim/plan.h>
#include <asynchat/transport/heard_frame.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace asynchat::properties {

/// One call that hands a parser a part of its stream, and how it got there. All is borrowed.
struct fed_chunk {
  std::string_view stream;
  std::size_t from = 0;  ///< the chunk's offsets in the stream; equal for a read that brings nothing, and for the end
  std::size_t to = 0;
  std::span<const heard_frame> heard = {};
  const sim::plan* steps = nullptr;        ///< all of the delivery, where it is played as such; else the rest says it:
  std::span<const std::size_t> cuts = {};  ///< made before this chunk, ascending
  std::span<const std::size_t> windows = {};  ///< ascending; those before the first of `cuts` are cuts as well
  std::string_view suffix = {};               ///< comes behind the chunk, in the same read
  sim::ending end = sim::ending::open;        ///< how the stream ends in this call
};

/// The feeds of one thread, as a watchdog on another thread sees them. Costs a few stores a feed.
class feed_beat {
 public:
  /// Odd while a parser has been called and has not returned.
  std::uint64_t count() const { return count_.load(std::memory_order_acquire); }
  /// What that parser was called with; for another thread only as long as count() is the same odd number.
  const fed_chunk& fed() const { return fed_; }

  void begin(const fed_chunk& what) {
    fed_ = what;
    step();
  }
  void end() { step(); }

  /// The one that this thread's feeds are told to; null when nobody watches.
  static feed_beat* of_this_thread() { return of_thread_; }
  static void watch_this_thread(feed_beat* beat) { of_thread_ = beat; }

 private:
  void step() { count_.store(count_.load(std::memory_order_relaxed) + 1, std::memory_order_release); }

  static inline constinit thread_local feed_beat* of_thread_ = nullptr;
  std::atomic<std::uint64_t> count_{0};
  fed_chunk fed_;
};

/// Brackets one call of a parser; without a beat it does nothing.
class feed_bracket {
 public:
  feed_bracket(feed_beat* beat, const fed_chunk& what) : beat_(beat) {
    if (beat_ != nullptr) beat_->begin(what);
  }
  ~feed_bracket() {
    if (beat_ != nullptr) beat_->end();
  }
  feed_bracket(const feed_bracket&) = delete;
  feed_bracket& operator=(const feed_bracket&) = delete;

 private:
  feed_beat* const beat_;
};

}  // namespace asynchat::properties
