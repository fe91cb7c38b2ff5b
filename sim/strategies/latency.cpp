#include <asynchat/sim/strategies/latency.h>
#include <asynchat/transport/check.h>

#include "frames.h"

namespace asynchat::sim::strategies {

latency::latency(std::chrono::milliseconds delay) : delay_(delay) {
  ASYNCHAT_CHECK(delay.count() >= 0, "a delay is not negative");
}

std::uint64_t latency::count(const stream_shape& shape) const { return shape.bytes.empty() ? 0 : 2; }

delivery latency::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  const auto cuts = index == 0 ? std::span<const std::size_t>() : natural_cuts(shape);
  return paced(shape, cuts, [&](std::size_t, std::size_t) { return delay_; });
}

}  // namespace asynchat::sim::strategies
