#include <asynchat/sim/strategies/prefix.h>
#include "frames.h"

namespace asynchat::sim::strategies {

std::uint64_t prefix::changes(const stream_shape& shape) const {
  return shape.frame_ends.empty() ? 0 : 2 * shape.frame_ends.size() - 1;
}

edit prefix::change(const stream_shape& shape, std::uint64_t number) const {
  const std::size_t frames = shape.frame_ends.size();
  if (number >= frames) return {0, frame_start(shape, number - frames + 1), {}};
  return {frame_start(shape, number), 0, std::string(frame_of(shape, number))};
}

}  // namespace asynchat::sim::strategies
