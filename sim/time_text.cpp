#include "time_text.h"

namespace asynchat::sim {

std::string time_text(duration time) {
  if (time.count() == 0) return "0ns";
  const time_unit* unit = time_units;
  while (time.count() % unit->nanoseconds != 0) ++unit;
  return std::to_string(time.count() / unit->nanoseconds) + std::string(unit->name);
}

}  // namespace asynchat::sim
