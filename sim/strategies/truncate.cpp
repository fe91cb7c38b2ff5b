#include <asynchat/sim/strategies/truncate.h>
#include <algorithm>

#include "frames.h"

namespace asynchat::sim::strategies {

namespace {

constexpr std::uint64_t changes_a_frame = 3;

}  // namespace

std::uint64_t truncate::changes(const stream_shape& shape) const { return changes_a_frame * shape.frame_ends.size(); }

edit truncate::change(const stream_shape& shape, std::uint64_t number) const {
  const std::size_t frame = number / changes_a_frame;
  const std::size_t size = frame_of(shape, frame).size();
  const std::size_t tails[] = {1, size - size / 2, std::max<std::size_t>(1, size - 1)};
  const std::size_t removed = tails[number % changes_a_frame];
  return {shape.frame_ends[frame] - removed, removed, {}};
}

}  // namespace asynchat::sim::strategies
