#pragma once

#include <asynchat/properties/subject.h>

#include <asynchat/sim/plan.h>

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace asynchat::properties {

/// Says the other side's frames at their time: each before any byte of this side that was sent after it.
class hearing {
 public:
  /// `heard` is in order and outlives this.
  explicit hearing(std::span<const heard_frame> heard) : heard_(heard) {}

  /// Before the bytes up to offset `end` are delivered: says what was sent before one of them.
  template <class Listener>
  void speak(Listener& listener, std::size_t end) {
    for (; said_ < heard_.size() && heard_[said_].before < end; ++said_) listener.hear(heard_[said_].bytes);
  }

  /// Goes to where the bytes up to `end`, and none after them, have been delivered.
  void move_to(std::size_t end) { said_ = said_before(heard_, end); }

  /// How many frames were sent before a byte in front of offset `end`.
  static std::size_t said_before(std::span<const heard_frame> heard, std::size_t end) {
    const auto unsaid =
        std::partition_point(heard.begin(), heard.end(), [end](const heard_frame& one) { return one.before < end; });
    return static_cast<std::size_t>(unsaid - heard.begin());
  }

 private:
  std::span<const heard_frame> heard_;
  std::size_t said_ = 0;
};

/// The frames that a parser can have heard which got no further than `kept` bytes of its stream.
inline std::span<const heard_frame> heard_by(std::span<const heard_frame> heard, std::size_t kept) {
  return heard.subspan(0, hearing::said_before(heard, kept + 1));
}

/// Where the chunks of a plan end.
class chunk_ends {
 public:
  explicit chunk_ends(const sim::plan& steps);

  /// The end of the chunk that holds the byte at `offset`; one past the last byte when there is none. Asked with
  /// ascending offsets.
  std::size_t next_after(std::size_t offset);

 private:
  std::vector<std::size_t> ends_;
  std::size_t next_ = 0;
};

/// True when the plan's transport goes on taking output, whatever happens before.
bool sends_for_ever(const sim::plan& steps);

}  // namespace asynchat::properties
