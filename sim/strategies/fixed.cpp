#include <asynchat/sim/strategies/fixed.h>

#include <asynchat/transport/check.h>

#include <algorithm>

namespace asynchat::sim::strategies {

fixed::fixed(std::size_t k) : k_(k) { ASYNCHAT_CHECK(k >= 2, "fixed reads are of at least 2 bytes"); }

std::uint64_t fixed::count(const stream_shape& shape) const {
  return shape.bytes.empty() ? 0 : std::min(k_, shape.bytes.size() - 1);
}

delivery fixed::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  std::vector<std::size_t> cuts;
  for (std::size_t cut = index + 1; cut < shape.bytes.size(); cut += k_) cuts.push_back(cut);
  return cut_whole(shape, cuts);
}

}  // namespace asynchat::sim::strategies
