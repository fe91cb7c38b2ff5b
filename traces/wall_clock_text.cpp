#include <asynchat/traces/wall_clock_text.h>

#include <chrono>

namespace asynchat::traces {
namespace {

std::string digits(std::int64_t number, std::size_t width) {
  const std::string text = std::to_string(number);
  return std::string(width - text.size(), '0') + text;
}

/// Takes `width` digits off the text's front, then `behind`, if that is not 0.
std::optional<int> take_number(std::string_view& text, std::size_t width, char behind) {
  const std::size_t size = width + (behind == 0 ? 0 : 1);
  if (text.size() < size || (behind != 0 && text[width] != behind)) return std::nullopt;
  int number = 0;
  for (const char digit : text.substr(0, width)) {
    if (digit < '0' || digit > '9') return std::nullopt;
    number = number * 10 + (digit - '0');
  }
  text.remove_prefix(size);
  return number;
}

/// Takes ".123456789", of any length, off the text's front.
std::int64_t take_fraction_ns(std::string_view& text) {
  if (text.empty() || text.front() != '.') return 0;
  text.remove_prefix(1);
  std::int64_t fraction = 0;
  for (std::int64_t unit = 100'000'000; !text.empty() && text.front() >= '0' && text.front() <= '9'; unit /= 10) {
    fraction += unit * (text.front() - '0');
    text.remove_prefix(1);
  }
  return fraction;
}

/// "Z" or "+02:00", in seconds.
std::optional<std::int64_t> whole_offset(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  if (text.empty() || (text.front() != '+' && text.front() != '-')) return std::nullopt;
  const std::int64_t sign = text.front() == '+' ? 1 : -1;
  text.remove_prefix(1);
  const auto hours = take_number(text, 2, ':');
  const auto minutes = take_number(text, 2, 0);
  if (!hours || !minutes || !text.empty() || *hours > 23 || *minutes > 59) return std::nullopt;
  return sign * (*hours * 3600 + *minutes * 60);
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

std::optional<std::uint64_t> wall_clock_ns(std::string_view text) {
  using namespace std::chrono;
  const auto years = take_number(text, 4, '-');
  const auto months = take_number(text, 2, '-');
  const auto days_of_month = take_number(text, 2, 0);
  if (!years || !months || !days_of_month || text.empty()) return std::nullopt;
  if (text.front() != 'T' && text.front() != 't' && text.front() != ' ') return std::nullopt;
  text.remove_prefix(1);
  const auto hours = take_number(text, 2, ':');
  const auto minutes = take_number(text, 2, ':');
  const auto seconds_of_minute = take_number(text, 2, 0);
  if (!hours || !minutes || !seconds_of_minute || *hours > 23 || *minutes > 59 || *seconds_of_minute > 60) return {};
  const std::int64_t fraction = take_fraction_ns(text);
  const auto offset = whole_offset(text);
  const year_month_day date{year(*years), month(static_cast<unsigned>(*months)),
                            day(static_cast<unsigned>(*days_of_month))};
  constexpr int year_max = 2400;  // 64 bits of nanoseconds end in 2554
  if (!offset || !date.ok() || *years > year_max) return std::nullopt;
  const std::int64_t time = sys_days(date).time_since_epoch().count() * std::int64_t{86'400} + *hours * 3600 +
                            *minutes * 60 + *seconds_of_minute - *offset;
  if (time < 0) return std::nullopt;
  return static_cast<std::uint64_t>(time) * 1'000'000'000 + static_cast<std::uint64_t>(fraction);
}

}  // namespace asynchat::traces
