#include <asynchat/sim/strategies/write_block.h>
#include <asynchat/transport/check.h>

#include "frames.h"

namespace asynchat::sim::strategies {

write_block::write_block(std::size_t times) : times_(times) {
  ASYNCHAT_CHECK(times >= 1, "at least one send would block");
}

std::uint64_t write_block::count(const stream_shape&) const { return 2 * operations; }

delivery write_block::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  delivery result = whole_or_by_frames(shape, index);
  result.steps.send.assign(static_cast<std::size_t>(index / 2), accept_all);
  result.steps.send.insert(result.steps.send.end(), times_, block{});
  return result;
}

}  // namespace asynchat::sim::strategies
