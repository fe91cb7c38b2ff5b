#include <asynchat/sim/strategies/bandwidth.h>
#include <asynchat/transport/check.h>

#include <algorithm>

#include "frames.h"

namespace asynchat::sim::strategies {

bandwidth::bandwidth(std::size_t rate) : rate_(rate) {
  ASYNCHAT_CHECK(rate >= 1 && rate <= 1'000'000'000, "a bandwidth is 1 to 10^9 bytes a second");
}

std::uint64_t bandwidth::count(const stream_shape& shape) const { return shape.bytes.empty() ? 0 : 1; }

delivery bandwidth::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  const std::size_t read = std::max<std::size_t>(1, rate_ / 100);
  std::vector<std::size_t> cuts;
  for (std::size_t cut = read; cut < shape.bytes.size(); cut += read) cuts.push_back(cut);
  return paced(shape, cuts, [&](std::size_t, std::size_t bytes) {
    return duration(static_cast<duration::rep>(std::uint64_t{1'000'000'000} * bytes / rate_));
  });
}

}  // namespace asynchat::sim::strategies
