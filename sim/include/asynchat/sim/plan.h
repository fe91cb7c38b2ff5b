#pragma once

#include <asynchat/transport/clock.h>

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <variant>
#include <vector>

namespace asynchat::sim {

/// Steps of a plan. On the receive side `bytes` is how many bytes of the stream become readable together; on the send
/// side, how many the transport accepts of one send.
struct deliver {
  std::size_t bytes = 0;
  friend bool operator==(const deliver&, const deliver&) = default;
};
struct accept {
  std::size_t bytes = 0;
  friend bool operator==(const accept&, const accept&) = default;
};
/// The transport is ready, and the operation would block all the same, once.
struct block {
  friend bool operator==(const block&, const block&) = default;
};
/// Nothing is readable until that much time, which is not negative, has passed.
struct wait {
  duration time{0};
  friend bool operator==(const wait&, const wait&) = default;
};
/// The operation fails once with that error: a positive value of the generic or the system category.
struct fail {
  std::error_code code;
  friend bool operator==(const fail&, const fail&) = default;
};

using recv_step = std::variant<deliver, block, wait, fail>;
using send_step = std::variant<accept, block, fail>;

/// What comes after the last receive step.
enum class ending : std::uint8_t {
  open,   ///< nothing: the stream stays open and silent
  eof,    ///< the peer's end of stream
  reset,  ///< the peer aborted: ECONNRESET
};

/// A transport that accepts all it is offered.
inline constexpr accept accept_all{static_cast<std::size_t>(-1)};

/// The exact delivery of one stream: a value that needs no random numbers to run. It does not hold the stream's bytes;
/// the sum of its deliver steps is how many of them arrive.
struct plan {
  std::vector<recv_step> recv = {};
  ending end = ending::eof;
  std::vector<send_step> send = {};  ///< one step a send of non-empty bytes; afterwards `send_after` for ever
  send_step send_after = accept_all;

  friend bool operator==(const plan&, const plan&) = default;
};

/// How many bytes the plan delivers.
std::size_t delivered(const plan& steps);

/// The offsets between 0 and delivered(steps) at which it ends one delivery and begins the next, ascending.
std::vector<std::size_t> cuts_of(const plan& steps);

/// True for an error by which a socket says that the operation would block; a recv also knows those of an unfinished
/// connect. A step that fails so is a block under another name.
bool means_recv_would_block(std::error_code code);
bool means_send_would_block(std::error_code code);

/// The first receive step that fails with any other error; none where no step does.
std::optional<fail> recv_failure(const plan& steps);
/// True when a send may fail with any other error.
bool may_fail_to_send(const plan& steps);

/// The plan that delivers `bytes` bytes, cut at each of the ascending offsets in `cuts`; an offset that repeats or does
/// not lie inside the stream makes no cut.
plan cut_at(std::size_t bytes, std::span<const std::size_t> cuts, ending end = ending::eof);

/// The text form of a plan, in the grammar of sim/README.md: `3 1 w20ms 2 | eof`.
std::string to_string(const plan& steps);
std::ostream& operator<<(std::ostream& out, const plan& steps);

/// Bounds on what a text can make parse_plan hold.
struct plan_limits {
  std::size_t steps_max = std::size_t{1} << 22;  ///< of each side, repeated steps counted one by one
};

/// Why a text is not a plan: what was expected, and the offset in the text, in bytes, where it was not found.
struct plan_error {
  std::string message;
  std::size_t position = 0;
  friend bool operator==(const plan_error&, const plan_error&) = default;
};

/// Reads the text form. parse_plan(to_string(p)) is p for every plan within the limits. No text is dangerous: numbers
/// that overflow, and deliveries that add up to more than a size_t holds, are errors.
std::variant<plan, plan_error> parse_plan(std::string_view text, const plan_limits& limits = {});

}  // namespace asynchat::sim
