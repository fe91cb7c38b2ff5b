#include <asynchat/sim/strategies/exhaustive.h>

#include <asynchat/transport/check.h>

namespace asynchat::sim::strategies {

std::uint64_t exhaustive::count(const stream_shape& shape) const {
  const std::size_t size = shape.bytes.size();
  return size == 0 || size > bytes_max ? 0 : std::uint64_t{1} << (size - 1);
}

delivery exhaustive::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  std::vector<std::size_t> cuts;
  for (std::size_t offset = 1; offset < shape.bytes.size(); ++offset) {
    if ((index >> (offset - 1) & 1) != 0) cuts.push_back(offset);
  }
  return cut_whole(shape, cuts);
}

}  // namespace asynchat::sim::strategies
