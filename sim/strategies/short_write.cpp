#include <asynchat/sim/strategies/short_write.h>

#include <asynchat/transport/check.h>

namespace asynchat::sim::strategies {

short_write::short_write(std::size_t k) : k_(k) { ASYNCHAT_CHECK(k >= 1, "a send takes at least 1 byte"); }

std::uint64_t short_write::count(const stream_shape&) const { return 3; }

delivery short_write::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  delivery result = cut_whole(shape, {});
  plan& steps = result.steps;
  if (index == 0) {
    steps.send_after = accept{k_};
    return result;
  }
  for (std::size_t i = 0; i < (index == 1 ? blocks : 1); ++i) {
    steps.send.emplace_back(accept{k_});
    steps.send.emplace_back(block{});
  }
  return result;
}

}  // namespace asynchat::sim::strategies
