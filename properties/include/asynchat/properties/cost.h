#pragma once

#include <asynchat/sim/plan.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

namespace asynchat::properties {

class subject;

/// Nanoseconds of processor time that the calling thread has used. Whoever checks gives it: nothing here reads a clock.
using cost_clock = std::function<std::uint64_t()>;

/// What feeding three streams took, each twice as long as the one before.
struct cost_growth {
  std::array<std::size_t, 3> bytes{};
  std::array<std::uint64_t, 3> nanoseconds{};  ///< of the thread; the least of several runs
  std::array<std::uint64_t, 3> work{};         ///< that a channel's ledger has counted; 0 of other parsers
};

/// The power of the length with which the three numbers grow, by the slower of the two steps, so that one outlier
/// accuses nobody; 0 where the last of them is less than `floor`.
double exponent_of(const std::array<std::uint64_t, 3>& values, std::uint64_t floor);
/// The larger exponent of time and of counted work.
double exponent_of(const cost_growth& cost);

/// Above this, what grows is no longer linear.
inline constexpr double linear_exponent_max = 1.5;

/// Feeds a quarter, a half and all of the bytes to fresh sessions, in the chunks of the plan, the other side silent.
/// What looks steeper than the power of 1.1 is measured again, and the least of the runs is taken.
cost_growth measure_cost(const subject& parser, std::string_view bytes, const sim::plan& steps,
                         const cost_clock& clock);

}  // namespace asynchat::properties
