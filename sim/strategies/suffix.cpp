#include <asynchat/sim/strategies/suffix.h>

#include <asynchat/transport/check.h>

#include <utility>

namespace asynchat::sim::strategies {

namespace {

constexpr std::uint64_t plans_a_frame = suffix::following.size() + 1;

}  // namespace

std::uint64_t suffix::count(const stream_shape& shape) const { return plans_a_frame * shape.frame_ends.size(); }

delivery suffix::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  const std::size_t kept = shape.frame_ends[index / plans_a_frame];
  const std::uint64_t kind = index % plans_a_frame;
  std::string after(kind == 0 ? std::string_view() : following.substr(kind - 1, 1));
  plan steps = cut_at(kept + after.size(), {}, ending::open);
  return {std::move(steps), kept, std::move(after)};
}

std::optional<std::size_t> suffix::offset(const stream_shape& shape, std::uint64_t index) const {
  return shape.frame_ends[index / plans_a_frame];
}

}  // namespace asynchat::sim::strategies
