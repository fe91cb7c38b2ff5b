#include "time_text.h"

#include <charconv>
#include <limits>
#include <system_error>

namespace asynchat::sim {

std::string time_text(duration time) {
  if (time.count() == 0) return "0ns";
  const time_unit* unit = time_units;
  while (time.count() % unit->nanoseconds != 0) ++unit;
  return std::to_string(time.count() / unit->nanoseconds) + std::string(unit->name);
}

std::optional<duration> time_in(std::string_view text) {
  std::int64_t count = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (code != std::errc() || count < 0 || text.front() == '-') return std::nullopt;
  const std::string_view name = text.substr(static_cast<std::size_t>(end - text.data()));
  for (const time_unit& unit : time_units) {
    if (unit.name != name || count > std::numeric_limits<std::int64_t>::max() / unit.nanoseconds) continue;
    return duration(count * unit.nanoseconds);
  }
  return std::nullopt;
}

}  // namespace asynchat::sim
