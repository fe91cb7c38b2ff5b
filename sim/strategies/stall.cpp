#include <asynchat/sim/strategies/stall.h>
#include <asynchat/transport/check.h>

#include <algorithm>

#include "frames.h"

namespace asynchat::sim::strategies {

namespace {

constexpr std::uint64_t times = 3;
constexpr std::uint64_t plans_a_frame = 2 * times;

}  // namespace

stall::stall(std::chrono::milliseconds timeout, std::chrono::milliseconds tick) : timeout_(timeout), tick_(tick) {
  ASYNCHAT_CHECK(tick.count() > 0 && tick <= timeout, "a tick is above 0 and no longer than the timeout");
}

std::uint64_t stall::count(const stream_shape& shape) const {
  return shape.bytes.empty() ? 0 : plans_a_frame * std::max<std::size_t>(1, shape.frame_ends.size());
}

delivery stall::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  const std::size_t at = *offset(shape, index);
  delivery result = cut_whole(shape, {&at, 1});
  put_in(result.steps, at, wait{timeout_ + (static_cast<int>(index % times) - 1) * tick_});
  return result;
}

std::optional<std::size_t> stall::offset(const stream_shape& shape, std::uint64_t index) const {
  const std::size_t frame = index / plans_a_frame;
  const std::size_t start = frame_start(shape, frame);
  const std::size_t end = shape.frame_ends.empty() ? shape.bytes.size() : shape.frame_ends[frame];
  return index % plans_a_frame < times ? start + (end - start) / 2 : end;
}

}  // namespace asynchat::sim::strategies
