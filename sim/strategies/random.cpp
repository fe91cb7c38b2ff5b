#include <asynchat/sim/strategies/random.h>

#include <asynchat/sim/random.h>
#include <asynchat/transport/check.h>

#include <algorithm>
#include <bit>

namespace asynchat::sim::strategies {

std::uint64_t random::count(const stream_shape& shape) const { return shape.bytes.size() < 2 ? 0 : plans_; }

delivery random::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  random_source draw(derived_seed(shape.seed, index));
  const std::uint64_t scale = draw.below(static_cast<std::uint64_t>(std::bit_width(shape.bytes.size())) + 1);
  delivery result{{}, shape.bytes.size(), {}};
  result.steps.end = shape.end;
  for (std::size_t left = shape.bytes.size(); left > 0;) {
    if (draw.below(8) == 0) result.steps.recv.emplace_back(block{});
    const std::uint64_t bits = draw.below(scale + 1);
    const std::size_t size = std::min<std::size_t>(left, draw.below(std::uint64_t{1} << bits) + 1);
    result.steps.recv.emplace_back(deliver{size});
    left -= size;
  }
  return result;
}

}  // namespace asynchat::sim::strategies
