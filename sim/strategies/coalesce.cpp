#include <asynchat/sim/strategies/coalesce.h>

#include <asynchat/transport/check.h>

#include <algorithm>

namespace asynchat::sim::strategies {

namespace {

/// How much of a frame of `bytes` bytes comes in the read before.
std::size_t part_of(std::size_t bytes, std::uint64_t kind) {
  const std::size_t parts[] = {0, 1, bytes / 2, bytes - 1};
  return bytes == 0 ? 0 : parts[kind];
}

}  // namespace

std::uint64_t coalesce::count(const stream_shape& shape) const {
  return 4 * std::min(frames_a_read_max, shape.frame_ends.size());
}

delivery coalesce::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  const std::size_t frames_a_read = index / 4 + 1;
  const auto ends = shape.frame_ends;
  std::vector<std::size_t> cuts;
  for (std::size_t i = frames_a_read - 1; i < ends.size(); i += frames_a_read) {
    const std::size_t next_end = i + 1 < ends.size() ? ends[i + 1] : shape.bytes.size();
    cuts.push_back(ends[i] + part_of(next_end - ends[i], index % 4));
  }
  return cut_whole(shape, cuts);
}

}  // namespace asynchat::sim::strategies
