#pragma once

#include <asynchat/transport/clock.h>

namespace asynchat::sim {

/// `from` + `span`, or the end of time where that comes first.
inline time_point later(time_point from, duration span) {
  return span > time_point::max() - from ? time_point::max() : from + span;
}

}  // namespace asynchat::sim
