#pragma once

#include <asynchat/sim/circumstances.h>
#include <asynchat/sim/fate.h>
#include <asynchat/sim/plan.h>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <map>
#include <set>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace asynchat::sim {

/// A lookup, an accept or a choice of an order on a host, by its number.
struct host_moment {
  std::uint32_t host = 0;
  std::uint64_t number = 0;

  friend auto operator<=>(const host_moment&, const host_moment&) = default;
};

/// Everything that was decided in a run of a world: with it the run repeats without a random number.
///
/// A wire's plan holds its segments in order, each as `wait` for its transit, `block` where the first recv blocks, and
/// `deliver`; a segment that a recv cuts is two deliveries. At its end stands the fate of the wire:
///
///     w50us 1460   w20ms b 3 2   w1ms | eof       the end of the stream takes 1 ms longer than the last byte
///     w50us 1460   w20us | reset                  instead of the next segment both sides are told of a reset
///     w50us 1460 | open                           no end was sent
///
/// Its send side says what each send took: `all` is all there was room for.
///
/// What a map does not name went plainly: connects were asked, names found, accepts worked, without a delay, nothing
/// was reset by a close, and what was ready was told in the order in which it became so.
struct schedule {
  circumstances setting = {};
  std::map<wire_name, connect_fate> connects = {};  ///< from: client
  std::map<wire_name, plan> wires = {};
  std::set<wire_name> resets_on_close = {};
  std::set<wire_name> reset_discards = {};
  std::map<host_moment, lookup_fate> lookups = {};
  std::set<host_moment> failed_accepts = {};
  /// Of each choice among what was ready together that changed the order: at place i was what had become ready as
  /// number order[i], from 0.
  std::map<host_moment, std::vector<std::uint32_t>> orders = {};

  friend bool operator==(const schedule&, const schedule&) = default;
};

/// Its text, in the grammar of sim/README.md. Names of hosts have no space and no '/', and every number of a host is
/// that of one.
std::vector<std::string> to_lines(const schedule& of);
std::ostream& operator<<(std::ostream& out, const schedule& of);

/// Bounds on what a text can make parse_schedule hold.
struct schedule_limits {
  std::size_t steps_max = std::size_t{1} << 24;  ///< of all plans and orders together
};

/// Why lines are not a schedule: what was expected, and the number of the line, from 1.
struct schedule_error {
  std::string message;
  std::size_t line = 0;
  friend bool operator==(const schedule_error&, const schedule_error&) = default;
};

/// Reads the text form. parse_schedule(to_lines(s)) is s for every schedule within the limits whose options nobody
/// complains about. No text is dangerous.
std::variant<schedule, schedule_error> parse_schedule(std::span<const std::string> lines,
                                                      const schedule_limits& limits = {});

}  // namespace asynchat::sim
