#include <asynchat/sim/strategies/cut2.h>

#include <asynchat/transport/check.h>

namespace asynchat::sim::strategies {

namespace {

/// The number of pairs whose second cut is below `second`.
std::uint64_t pairs_below(std::uint64_t second) {
  const std::uint64_t a = second - 1;
  const std::uint64_t b = second - 2;
  return a % 2 == 0 ? a / 2 * b : b / 2 * a;
}

}  // namespace

std::uint64_t cut2::count(const stream_shape& shape) const {
  return shape.bytes.size() < 3 ? 0 : pairs_below(shape.bytes.size());
}

delivery cut2::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  std::uint64_t low = 2;
  std::uint64_t high = shape.bytes.size();
  while (high - low > 1) {
    const std::uint64_t middle = low + (high - low) / 2;
    (pairs_below(middle) <= index ? low : high) = middle;
  }
  const std::size_t cuts[] = {static_cast<std::size_t>(index - pairs_below(low)) + 1, low};
  return cut_whole(shape, cuts);
}

}  // namespace asynchat::sim::strategies
