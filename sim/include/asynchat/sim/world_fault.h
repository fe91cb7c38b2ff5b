#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace asynchat::sim {

/// What a simulated network can do to its hosts beside delivering their bytes in order. TCP does all of it. Where
/// toxiproxy has a name for it, that name is used.
enum class world_fault : std::uint8_t {
  jitter,           ///< a segment takes longer than the one before
  bandwidth,        ///< a segment waits for those before it to be sent
  slicer,           ///< a segment is cut where the sender did not
  nagle,            ///< a small segment waits until what was sent before has arrived
  coalesce,         ///< segments that arrived one after another are handed over together
  short_write,      ///< a send takes less than there was room for
  spurious_wakeup,  ///< a stream is told to be readable, and recv would block
  short_read,       ///< a recv returns less than has arrived
  send_buffer,      ///< a send takes less than was offered, since the buffer is full
  receive_window,   ///< bytes wait at the sender, since the receiver does not read
  slow_close,       ///< the end of a stream comes late
  reset_peer,       ///< the connection is reset in the middle
  reset_on_close,   ///< a close with unread input is a reset for the peer
  reset_discards,   ///< a reset takes away what had arrived and was not read
  connect_latency,  ///< a connection takes long to come about
  connect_refused,  ///< a connect is refused although somebody listens
  connect_timeout,  ///< a connect is never answered
  accept_overflow,  ///< a connect waits since too many wait to be accepted
  accept_error,     ///< an accept fails: out of descriptors
  lookup_latency,   ///< a name takes long to be looked up
  lookup_failure,   ///< a name is not found although it is known
  crash,            ///< a program dies, and its connections with it
  power_loss,       ///< a host is gone without a word
  restart,          ///< a host that was gone begins anew
  partition,        ///< two hosts do not reach each other for a time
  clog,             ///< nothing arrives in one direction for a time
  pause,            ///< a host does nothing for a time
  slow_host,        ///< a pass of a host's loop takes time
  ready_order,      ///< what is ready in a pass is told in another order
};
inline constexpr std::size_t world_fault_count = static_cast<std::size_t>(world_fault::ready_order) + 1;

std::string_view to_string(world_fault which);
std::optional<world_fault> world_fault_named(std::string_view name);

/// How often each fault could have happened, and how often it did.
struct fault_counts {
  std::array<std::uint64_t, world_fault_count> offered{};
  std::array<std::uint64_t, world_fault_count> fired{};

  void count(world_fault which, bool happened) {
    ++offered[static_cast<std::size_t>(which)];
    if (happened) ++fired[static_cast<std::size_t>(which)];
  }
  /// One that was counted as possible has happened.
  void fire(world_fault which) { ++fired[static_cast<std::size_t>(which)]; }
  friend bool operator==(const fault_counts&, const fault_counts&) = default;
};

}  // namespace asynchat::sim
