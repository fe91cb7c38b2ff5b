#pragma once

#include <asynchat/transport/clock.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace asynchat::sim {

struct time_unit {
  std::string_view name;
  std::int64_t nanoseconds;
};

/// From the largest down; none is the beginning of a later one.
inline constexpr time_unit time_units[] = {{"s", 1'000'000'000}, {"ms", 1'000'000}, {"us", 1'000}, {"ns", 1}};

/// The times of options and schedules are kept so far from the end of time that sums of them, and of a run's own time,
/// do not overflow.
inline constexpr duration time_max = std::chrono::hours(24 * 365);

/// A time in the largest unit of which it is a whole number: "20ms", and "0ns".
std::string time_text(duration time);

/// The time that a text is, nothing else in it; none that is negative or does not fit.
std::optional<duration> time_in(std::string_view text);

}  // namespace asynchat::sim
