#pragma once

#include <asynchat/sim/link_options.h>
#include <asynchat/transport/clock.h>

#include <vector>

#include "happening.h"

namespace asynchat::sim {

/// One direction between two hosts, as it stands.
struct link {
  link_options options;
  time_point free_at{};         ///< when the bytes on it have been sent, where it has a bandwidth
  bool own_options = false;     ///< they were set for it alone
  int blocks = 0;               ///< faults that hold back what travels on it
  std::vector<happening> held;  ///< what came to its end while it was held back, in order
};

}  // namespace asynchat::sim
