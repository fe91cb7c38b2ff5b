#include "wall_clock_text.h"

#include <chrono>

namespace asynchat::traces {
namespace {

std::string digits(std::int64_t number, std::size_t width) {
  const std::string text = std::to_string(number);
  return std::string(width - text.size(), '0') + text;
}

}  // namespace

std::optional<std::string> wall_clock_text(std::int64_t seconds, std::int64_t nanoseconds) {
  constexpr std::int64_t year_10000 = 253'402'300'800;
  constexpr std::int64_t day = 86'400;
  if (seconds < 0 || seconds >= year_10000 || nanoseconds < 0 || nanoseconds > 999'999'999) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{seconds / day}}};
  const std::int64_t time = seconds % day;
  return digits(static_cast<int>(date.year()), 4) + '-' + digits(static_cast<unsigned>(date.month()), 2) + '-' +
         digits(static_cast<unsigned>(date.day()), 2) + 'T' + digits(time / 3600, 2) + ':' + digits(time / 60 % 60, 2) +
         ':' + digits(time % 60, 2) + '.' + digits(nanoseconds, 9) + 'Z';
}

}  // namespace asynchat::traces
