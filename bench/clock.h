#pragma once

#include <ctime>

namespace asynchat::bench {

/// What this clock says, in seconds: CLOCK_THREAD_CPUTIME_ID, CLOCK_MONOTONIC, …
inline double seconds_of(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

}  // namespace asynchat::bench
