#pragma once

#include <asynchat/transport/clock.h>

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <variant>

namespace asynchat::sim {

/// A probability as a whole number of millionths: 1'000'000 is always.
struct chance {
  std::uint32_t millionths = 0;
  friend bool operator==(const chance&, const chance&) = default;
};

/// One direction between two hosts: what it can carry, and what can go wrong on it. As it is made, nothing goes wrong:
/// every segment arrives 50 µs after it was sent.
struct link_options {
  duration latency = std::chrono::microseconds(50);
  duration jitter{0};                  ///< a segment takes up to that much longer; order is kept
  std::uint64_t bytes_per_second = 0;  ///< 0: as many as there are
  std::uint32_t segment_bytes_max = 1460;
  bool nagle = false;    ///< RFC 896: one small segment at a time is under way
  duration coalesce{0};  ///< what arrives is handed over at whole multiples of that time, as a network card does it

  std::size_t send_buffer_bytes = std::size_t{64} << 10;
  std::size_t receive_window_bytes = std::size_t{64} << 10;
  duration connect_timeout = std::chrono::seconds(127);  ///< of a connect that nobody answers
  duration send_timeout = std::chrono::seconds(924);     ///< of bytes that do not arrive: then the sender gives up
  duration close_delay{0};                               ///< the end of the stream comes that much later

  chance slice = {};            ///< of each segment: it is cut to a random part
  chance short_write = {};      ///< of each send: it takes a random part
  chance short_read = {};       ///< of each segment: recv returns a random part of what has arrived, once
  chance spurious_wakeup = {};  ///< of each segment: the first recv after it would block
  chance reset = {};            ///< of each segment: instead of it both sides are told of a reset
  chance reset_discards = {};   ///< of each reset: it takes away what has arrived and was not read
  chance reset_on_close = {};   ///< of each close with unread input: the peer is told of a reset
  chance slow_connect = {};     ///< of each connect: it takes up to `slow_connect_max` longer
  duration slow_connect_max = std::chrono::seconds(3);
  chance refuse = {};     ///< of each connect: it is refused
  chance no_answer = {};  ///< of each connect: it is never answered

  friend bool operator==(const link_options&, const link_options&) = default;
};

/// What a host does beside its program.
struct host_options {
  duration pass_time{0};    ///< a pass of its loop that had news takes so long
  chance slow_lookup = {};  ///< of each name: it takes up to `slow_lookup_max`
  duration slow_lookup_max = std::chrono::seconds(5);
  chance lost_lookup = {};   ///< of each name: it is not found
  chance accept_error = {};  ///< of each accept: it fails for want of descriptors
  /// What a listener gets of the backlog that it asks for (Linux: net.core.somaxconn).
  std::uint32_t accept_queue_max = 4096;
  bool permute_ready = true;  ///< what is ready in one pass is told in an order of the seed

  friend bool operator==(const host_options&, const host_options&) = default;
};

/// Why these cannot be: one sentence that names the option and its value; empty where they can.
std::string complaint_about(const link_options& options);
std::string complaint_about(const host_options& options);

/// What differs from options as they are made, by name, in the grammar of sim/README.md: `latency=20ms slice=1%`.
std::string to_string(const link_options& options);
std::string to_string(const host_options& options);
std::ostream& operator<<(std::ostream& out, const link_options& options);
std::ostream& operator<<(std::ostream& out, const host_options& options);

/// Why a text is not options: one sentence, and the offset in the text, in bytes, of what it is about.
struct option_error {
  std::string message;
  std::size_t position = 0;
  friend bool operator==(const option_error&, const option_error&) = default;
};

/// Reads the text form: options that nobody could complain about, or why not.
std::variant<link_options, option_error> parse_link_options(std::string_view text);
std::variant<host_options, option_error> parse_host_options(std::string_view text);

}  // namespace asynchat::sim
