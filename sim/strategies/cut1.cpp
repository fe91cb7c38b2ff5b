#include <asynchat/sim/strategies/cut1.h>

#include <asynchat/transport/check.h>

namespace asynchat::sim::strategies {

std::uint64_t cut1::count(const stream_shape& shape) const { return shape.bytes.empty() ? 0 : shape.bytes.size() - 1; }

delivery cut1::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  const std::size_t cut = index + 1;
  return cut_whole(shape, {&cut, 1});
}

std::optional<std::size_t> cut1::offset(const stream_shape&, std::uint64_t index) const { return index + 1; }

}  // namespace asynchat::sim::strategies
