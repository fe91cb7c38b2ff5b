#include <asynchat/sim/strategies/swap_frames.h>
#include "frames.h"

namespace asynchat::sim::strategies {

std::uint64_t swap_frames::changes(const stream_shape& shape) const {
  return shape.frame_ends.empty() ? 0 : shape.frame_ends.size() - 1;
}

edit swap_frames::change(const stream_shape& shape, std::uint64_t number) const {
  const std::string_view first = frame_of(shape, number);
  const std::string_view second = frame_of(shape, number + 1);
  return {frame_start(shape, number), first.size() + second.size(), std::string(second) + std::string(first)};
}

}  // namespace asynchat::sim::strategies
