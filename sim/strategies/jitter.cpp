#include <asynchat/sim/random.h>
#include <asynchat/sim/strategies/jitter.h>
#include <asynchat/transport/check.h>

#include "frames.h"

namespace asynchat::sim::strategies {

jitter::jitter(std::chrono::milliseconds delay, std::chrono::milliseconds spread) : delay_(delay), spread_(spread) {
  ASYNCHAT_CHECK(spread.count() >= 0 && spread <= delay, "a jitter's spread is at most its delay");
}

std::uint64_t jitter::count(const stream_shape& shape) const { return shape.bytes.empty() ? 0 : plans; }

delivery jitter::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  const std::uint64_t seed = derived_seed(shape.seed, index);
  const auto width = static_cast<std::uint64_t>(duration(2 * spread_).count()) + 1;
  return paced(shape, natural_cuts(shape), [&](std::size_t offset, std::size_t) {
    const std::uint64_t above = random_source(derived_seed(seed, offset)).below(width);
    return duration(delay_ - spread_) + duration(static_cast<duration::rep>(above));
  });
}

}  // namespace asynchat::sim::strategies
