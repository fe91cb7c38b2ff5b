#include <asynchat/sim/strategies/half_close.h>
#include <asynchat/transport/check.h>

#include "frames.h"

namespace asynchat::sim::strategies {

std::uint64_t half_close::count(const stream_shape& shape) const { return ends(shape); }

delivery half_close::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  const std::size_t kept = end_at(shape, index);
  delivery result{cut_at(kept, {}), kept, {}};
  result.steps.send.assign(blocks_, block{});
  return result;
}

std::optional<std::size_t> half_close::offset(const stream_shape& shape, std::uint64_t index) const {
  return end_at(shape, index);
}

}  // namespace asynchat::sim::strategies
