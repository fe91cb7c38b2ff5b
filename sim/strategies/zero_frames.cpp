#include <asynchat/sim/strategies/zero_frames.h>
#include <asynchat/transport/check.h>

#include <utility>

#include "frames.h"

namespace asynchat::sim::strategies {

namespace {

constexpr std::uint64_t plans_a_place = 3;

std::string_view smallest_frame(const stream_shape& shape) {
  std::string_view smallest = frame_of(shape, 0);
  for (std::size_t i = 1; i < shape.frame_ends.size(); ++i) {
    if (frame_of(shape, i).size() < smallest.size()) smallest = frame_of(shape, i);
  }
  return smallest;
}

}  // namespace

std::uint64_t zero_frames::count(const stream_shape& shape) const {
  return shape.frame_ends.empty() ? 0 : plans_a_place * (shape.frame_ends.size() + 1);
}

delivery zero_frames::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  edit change{*offset(shape, index), 0, std::string(smallest_frame(shape))};
  const std::size_t end = change.offset + change.inserted.size();
  if (index % plans_a_place == 0) return changed_whole(shape, std::move(change));
  const std::size_t start = change.offset;
  delivery result = changed_and_cut(shape, std::move(change));
  if (index % plans_a_place == 2) {
    put_in(result.steps, start, block{});
    put_in(result.steps, end, block{});
  }
  return result;
}

std::optional<std::size_t> zero_frames::offset(const stream_shape& shape, std::uint64_t index) const {
  return frame_start(shape, index / plans_a_place);
}

}  // namespace asynchat::sim::strategies
