#include <asynchat/sim/strategies/byte.h>

#include <asynchat/transport/check.h>

namespace asynchat::sim::strategies {

std::uint64_t byte::count(const stream_shape& shape) const { return shape.bytes.size() >= 2 ? 1 : 0; }

delivery byte::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  delivery result{{}, shape.bytes.size(), {}};
  result.steps.recv.assign(shape.bytes.size(), deliver{1});
  result.steps.end = shape.end;
  return result;
}

}  // namespace asynchat::sim::strategies
