#include <asynchat/sim/strategies/changing.h>
#include <asynchat/transport/check.h>

#include <utility>

namespace asynchat::sim::strategies {

delivery changing::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  edit one = change(shape, index / 2);
  return index % 2 == 0 ? changed_whole(shape, std::move(one)) : changed_and_cut(shape, std::move(one));
}

std::optional<std::size_t> changing::offset(const stream_shape& shape, std::uint64_t index) const {
  return change(shape, index / 2).offset;
}

}  // namespace asynchat::sim::strategies
