#include <asynchat/sim/strategies/buffer_edge.h>
#include <asynchat/transport/check.h>

#include <algorithm>

namespace asynchat::sim::strategies {

buffer_edge::buffer_edge(std::size_t size) : size_(size) {
  ASYNCHAT_CHECK(size >= 2, "a receive buffer has at least 2 bytes");
}

std::uint64_t buffer_edge::count(const stream_shape& shape) const {
  const std::size_t smallest = size_ - 1;
  return shape.bytes.size() <= smallest ? 0 : std::min<std::size_t>(3, shape.bytes.size() - smallest);
}

delivery buffer_edge::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  const std::size_t read = size_ - 1 + static_cast<std::size_t>(index);
  std::vector<std::size_t> cuts;
  for (std::size_t cut = read; cut < shape.bytes.size(); cut += read) cuts.push_back(cut);
  return cut_whole(shape, cuts);
}

}  // namespace asynchat::sim::strategies
