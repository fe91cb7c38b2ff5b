#include <asynchat/sim/strategies/recorded.h>

#include <asynchat/transport/check.h>

namespace asynchat::sim::strategies {

std::uint64_t recorded::count(const stream_shape& shape) const { return shape.recorded_cuts.empty() ? 0 : 1; }

delivery recorded::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  return cut_whole(shape, shape.recorded_cuts);
}

}  // namespace asynchat::sim::strategies
