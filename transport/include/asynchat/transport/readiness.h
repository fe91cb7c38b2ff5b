#pragma once

#include <cstdint>
#include <iosfwd>

namespace asynchat {

/// What a stream or listener can do now, or what its owner waits for: a set of flags.
///
/// - read: recv (or accept) would not block; also the end of the stream, a waiting error, and the outcome of a connect
/// - write: send would not block; also the outcome of a connect
/// - hangup: both directions are dead; acted on only when no read readiness is reported with it, so that unread data
///   is read first. It is reported whether wanted or not.
enum class readiness : std::uint8_t { none = 0, read = 1, write = 2, hangup = 4 };

constexpr readiness operator|(readiness a, readiness b) {
  return static_cast<readiness>(static_cast<std::uint8_t>(a) | static_cast<std::uint8_t>(b));
}
constexpr readiness operator&(readiness a, readiness b) {
  return static_cast<readiness>(static_cast<std::uint8_t>(a) & static_cast<std::uint8_t>(b));
}
constexpr readiness& operator|=(readiness& a, readiness b) { return a = a | b; }

/// True when `set` and `flags` share a flag.
constexpr bool any(readiness set, readiness flags) { return (set & flags) != readiness::none; }

std::ostream& operator<<(std::ostream& out, readiness value);

/// Who waits: the number of a channel in its loop, and how many channels had that number before it. Because the
/// generation is part of the name, news for a closed channel never reaches the one that took over its number.
struct registration {
  std::uint32_t slot = 0;
  std::uint32_t generation = 0;

  friend bool operator==(const registration&, const registration&) = default;
};

/// One piece of news from network::wait.
struct ready_event {
  registration who;
  readiness what = readiness::none;

  friend bool operator==(const ready_event&, const ready_event&) = default;
};

/// What can be waited for: a stream or a listener. Both calls are cheap; calling watch again with the same arguments
/// costs nothing.
class pollable {
 public:
  /// From now on the network reports this object's readiness under the name `who`, level-triggered: as long as it
  /// lasts, each wait reports it again. `wanted` holds read and write; a later call replaces the earlier one.
  virtual void watch(registration who, readiness wanted) = 0;

  /// Reports nothing any more. Closing implies it.
  virtual void unwatch() = 0;

 protected:
  pollable() = default;
  ~pollable() = default;
  pollable(const pollable&) = delete;
  pollable& operator=(const pollable&) = delete;
};

}  // namespace asynchat
