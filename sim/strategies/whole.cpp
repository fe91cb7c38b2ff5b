#include <asynchat/sim/strategies/whole.h>

#include <asynchat/transport/check.h>

namespace asynchat::sim::strategies {

std::uint64_t whole::count(const stream_shape&) const { return 1; }

delivery whole::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  return cut_whole(shape, {});
}

}  // namespace asynchat::sim::strategies
