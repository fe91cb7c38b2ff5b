#pragma once

#include <asynchat/sim/world.h>

#include <cstddef>
#include <cstdint>
#include <limits>

namespace asynchat::bench {

/// Who echoes how much to whom.
struct echo_plan {
  std::size_t connections = 64;  ///< a multiple of `hosts`
  std::size_t hosts = 1;         ///< that the clients are on
  std::uint64_t seed = 1;
  std::size_t line_bytes = 24;  ///< its CRLF counted; 10 to 64
  duration jitter = std::chrono::microseconds(50);
  duration pause{0};  ///< from one line of a client to the next; 0: the next is sent when one is back
  std::uint64_t lines_max = std::numeric_limits<std::uint64_t>::max();  ///< of each client
};

/// A simulated world with an echo server on one host and its clients on others, all of them async_chats with a CRLF
/// terminator. Each client has one line under way, which differs from all others, and compares what
/// comes back.
class echo_world {
 public:
  explicit echo_world(const echo_plan& plan);

  /// Moves the world by `span`, or until nothing is left to happen. Throws std::runtime_error when a line came back
  /// wrong or not at all, or a connection ended.
  void run(duration span);

  /// The clients that have had an answer.
  std::size_t answered() const { return notes_.answered; }
  std::uint64_t lines() const { return notes_.lines; }
  std::uint64_t events() const { return world_.events(); }
  std::uint64_t digest() const { return world_.digest(); }

  /// What the clients tell.
  struct tally {
    std::uint64_t lines = 0;
    std::size_t answered = 0;
    std::uint64_t faults = 0;
  };

 private:
  tally notes_;
  sim::world world_;
};

}  // namespace asynchat::bench
