#include <asynchat/sim/strategies/burst.h>

#include <asynchat/transport/check.h>

#include <numeric>

namespace asynchat::sim::strategies {

burst::burst(std::size_t k) : k_(k) { ASYNCHAT_CHECK(k >= 1, "a burst has at least 1 read"); }

std::uint64_t burst::count(const stream_shape& shape) const {
  return shape.bytes.size() < k_ ? 0 : shape.bytes.size() - k_ + 1;
}

delivery burst::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  std::vector<std::size_t> cuts(k_ + 1);
  std::iota(cuts.begin(), cuts.end(), static_cast<std::size_t>(index));
  return cut_whole(shape, cuts);
}

std::optional<std::size_t> burst::offset(const stream_shape&, std::uint64_t index) const { return index; }

}  // namespace asynchat::sim::strategies
