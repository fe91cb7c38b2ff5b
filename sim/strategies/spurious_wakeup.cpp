#include <asynchat/sim/strategies/spurious_wakeup.h>
#include <asynchat/transport/check.h>

#include "frames.h"

namespace asynchat::sim::strategies {

spurious_wakeup::spurious_wakeup(std::size_t times) : times_(times) {
  ASYNCHAT_CHECK(times >= 1, "a spurious wake-up comes at least once");
}

std::uint64_t spurious_wakeup::count(const stream_shape& shape) const { return shape.bytes.size() + 1; }

delivery spurious_wakeup::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  const fail again{std::make_error_code(std::errc::resource_unavailable_try_again)};
  const std::size_t at = static_cast<std::size_t>(index);
  delivery result = cut_whole(shape, {&at, 1});
  for (std::size_t i = 0; i < times_; ++i) put_in(result.steps, at, again);
  result.steps.send.assign(times_, again);
  return result;
}

std::optional<std::size_t> spurious_wakeup::offset(const stream_shape&, std::uint64_t index) const { return index; }

}  // namespace asynchat::sim::strategies
