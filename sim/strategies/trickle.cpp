#include <asynchat/sim/strategies/trickle.h>
#include <asynchat/transport/check.h>

#include <numeric>

#include "frames.h"

namespace asynchat::sim::strategies {

trickle::trickle(std::chrono::milliseconds interval) : interval_(interval) {
  ASYNCHAT_CHECK(interval.count() >= 0, "an interval is not negative");
}

std::uint64_t trickle::count(const stream_shape& shape) const { return shape.bytes.empty() ? 0 : 1; }

delivery trickle::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  std::vector<std::size_t> everywhere(shape.bytes.size());
  std::iota(everywhere.begin(), everywhere.end(), std::size_t{0});
  return paced(shape, everywhere, [&](std::size_t, std::size_t) { return interval_; });
}

}  // namespace asynchat::sim::strategies
