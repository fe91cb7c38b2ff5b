#pragma once

#include <chrono>

namespace asynchat {

/// The time of one network, in nanoseconds since an origin that means nothing outside it. A simulated network's time
/// moves only when its run moves it; a real network's is monotonic.
struct network_time {
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<network_time, duration>;
};

using duration = network_time::duration;
using time_point = network_time::time_point;

/// What tells the time. It is the only clock that engine, protocols and their users may read.
class clock {
 public:
  clock() = default;
  clock(const clock&) = delete;
  clock& operator=(const clock&) = delete;
  virtual ~clock() = default;

  /// Never earlier than what an earlier call returned.
  virtual time_point now() const = 0;
};

}  // namespace asynchat
