#include <asynchat/sim/strategies/slow_close.h>
#include <asynchat/transport/check.h>

#include "frames.h"

namespace asynchat::sim::strategies {

slow_close::slow_close(std::chrono::milliseconds delay) : delay_(delay) {
  ASYNCHAT_CHECK(delay.count() >= 0, "a delay is not negative");
}

std::uint64_t slow_close::count(const stream_shape& shape) const { return ends(shape); }

delivery slow_close::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  const std::size_t kept = end_at(shape, index);
  delivery result{cut_at(kept, {}), kept, {}};
  result.steps.recv.emplace_back(wait{delay_});
  return result;
}

std::optional<std::size_t> slow_close::offset(const stream_shape& shape, std::uint64_t index) const {
  return end_at(shape, index);
}

}  // namespace asynchat::sim::strategies
