#pragma once

#include <asynchat/sim/link_options.h>
#include <asynchat/sim/random.h>
#include <asynchat/transport/clock.h>
#include <asynchat/transport/readiness.h>
#include <asynchat/transport/side.h>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace asynchat::sim {

/// One direction of one connection. A connection is named by who asked for it and how many that host had asked for
/// before, so that one more connection elsewhere renames none.
struct wire_name {
  std::uint32_t host = 0;     ///< number of the host that connected, in the order of world::add_host
  std::uint32_t connect = 1;  ///< its first connect is 1
  side from = side::client;   ///< who sends on it

  friend auto operator<=>(const wire_name&, const wire_name&) = default;
};

/// What becomes of the next bytes on a wire.
struct segment {
  std::size_t bytes = 0;     ///< how many of them travel together; at least 1
  duration transit{0};       ///< how long they take
  std::size_t read_cut = 0;  ///< if not 0: a recv returns no more than so many of them, and the rest comes next
  bool blocks_once = false;  ///< once they have arrived, the first recv would block
  bool is_reset = false;     ///< they never arrive: both ends are told of a reset

  friend bool operator==(const segment&, const segment&) = default;
};

/// What becomes of a connect before it reaches the other host.
struct connect_fate {
  enum class kind : std::uint8_t { asked, refused, unanswered };
  kind what = kind::asked;
  duration delay{0};  ///< how much longer it takes than the link's latency

  friend bool operator==(const connect_fate&, const connect_fate&) = default;
};

struct lookup_fate {
  bool found = true;
  duration delay{0};

  friend bool operator==(const lookup_fate&, const lookup_fate&) = default;
};

/// Decides all that a simulated world leaves open. What it decides is a function of its own seed or script, of the
/// arguments, and, for a script, of what it was asked before about the same wire or host.
class fate {
 public:
  virtual ~fate() = default;

  /// Of `available` bytes, at least 1, that begin at `offset` of the wire.
  virtual segment next_segment(const wire_name& on, const link_options& link, std::uint64_t offset,
                               std::size_t available) = 0;
  /// How many of `room` bytes, at least 1, a send takes that begins at `offset`: at least 1.
  virtual std::size_t accepted(const wire_name& on, const link_options& link, std::uint64_t offset,
                               std::size_t room) = 0;
  /// How much longer than the last byte the end of the stream takes.
  virtual duration end_delay(const wire_name& on, const link_options& link) = 0;
  /// Whether closing with unread input, sent on that wire, resets the connection.
  virtual bool reset_on_close(const wire_name& on, const link_options& link) = 0;
  /// Whether a reset takes away what has arrived on that wire and was not read.
  virtual bool reset_discards(const wire_name& on, const link_options& link) = 0;

  virtual connect_fate connect(const wire_name& on, const link_options& link) = 0;
  /// Of the host's lookup of that number; the first is 1.
  virtual lookup_fate lookup(std::uint32_t host, std::uint32_t number, const host_options& options) = 0;
  virtual bool accept_fails(std::uint32_t host, std::uint32_t number, const host_options& options) = 0;
  /// Brings what is ready together on a host, at least two, into the order in which it is told; `choice` counts how
  /// often that came up there, from 0. True when that is another order than before.
  virtual bool order(std::uint32_t host, std::uint64_t choice, const host_options& options,
                     std::vector<ready_event>& ready) = 0;

 protected:
  fate() = default;
  fate(const fate&) = delete;
  fate& operator=(const fate&) = delete;
};

/// Draws each answer from the seed and the place alone: position-keyed, so that one more draw changes its own
/// neighbourhood and not the whole run.
class seeded_fate final : public fate {
 public:
  explicit seeded_fate(std::uint64_t seed) : seed_(mix64(seed)) {}

  segment next_segment(const wire_name& on, const link_options& link, std::uint64_t offset,
                       std::size_t available) override;
  std::size_t accepted(const wire_name& on, const link_options& link, std::uint64_t offset, std::size_t room) override;
  duration end_delay(const wire_name& on, const link_options& link) override;
  bool reset_on_close(const wire_name& on, const link_options& link) override;
  bool reset_discards(const wire_name& on, const link_options& link) override;
  connect_fate connect(const wire_name& on, const link_options& link) override;
  lookup_fate lookup(std::uint32_t host, std::uint32_t number, const host_options& options) override;
  bool accept_fails(std::uint32_t host, std::uint32_t number, const host_options& options) override;
  bool order(std::uint32_t host, std::uint64_t choice, const host_options& options,
             std::vector<ready_event>& ready) override;

 private:
  std::uint64_t seed_;
};

}  // namespace asynchat::sim
