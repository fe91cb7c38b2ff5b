#pragma once

#include <asynchat/sim/strategy.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace asynchat::sim::strategies {

/// Where frame `number` begins; with the number of frames, where the last one ends.
inline std::size_t frame_start(const stream_shape& shape, std::size_t number) {
  return number == 0 ? 0 : shape.frame_ends[number - 1];
}

inline std::string_view frame_of(const stream_shape& shape, std::size_t number) {
  const std::size_t start = frame_start(shape, number);
  return shape.bytes.substr(start, shape.frame_ends[number] - start);
}

/// Where the peer may have said all: every frame end, and the end of the stream where that is none of them.
inline std::size_t ends(const stream_shape& shape) {
  const std::size_t frames = shape.frame_ends.size();
  return frames > 0 && shape.frame_ends.back() == shape.bytes.size() ? frames : frames + 1;
}
inline std::size_t end_at(const stream_shape& shape, std::uint64_t number) {
  return number < shape.frame_ends.size() ? shape.frame_ends[number] : shape.bytes.size();
}

/// Where a stream comes apart by itself: between frames; where none are known, as it was recorded.
inline std::span<const std::size_t> natural_cuts(const stream_shape& shape) {
  return shape.frame_ends.empty() ? shape.recorded_cuts : shape.frame_ends;
}

/// The whole stream in one read for the even ones of two plans each, and each frame in a read of its own for the odd.
inline delivery whole_or_by_frames(const stream_shape& shape, std::uint64_t index) {
  return cut_whole(shape, index % 2 == 0 ? std::span<const std::size_t>() : natural_cuts(shape));
}

/// Puts a step before the first chunk that begins at that offset or behind it, or behind all chunks.
inline void put_in(plan& steps, std::size_t offset, const recv_step& what) {
  std::size_t at = 0;
  auto place = steps.recv.begin();
  for (; place != steps.recv.end(); ++place) {
    const auto* chunk = std::get_if<deliver>(&*place);
    if (chunk != nullptr && at >= offset) break;
    if (chunk != nullptr) at += chunk->bytes;
  }
  steps.recv.insert(place, what);
}

/// The delivery of the whole stream, cut so, each chunk after the time that `delay` says of its offset and size.
template <class Delay>
delivery paced(const stream_shape& shape, std::span<const std::size_t> cuts, Delay delay) {
  delivery result = cut_whole(shape, cuts);
  std::vector<recv_step> steps;
  steps.reserve(2 * result.steps.recv.size());
  std::size_t at = 0;
  for (const recv_step& step : result.steps.recv) {
    const std::size_t bytes = std::get<deliver>(step).bytes;
    steps.emplace_back(wait{delay(at, bytes)});
    steps.push_back(step);
    at += bytes;
  }
  result.steps.recv = std::move(steps);
  return result;
}

}  // namespace asynchat::sim::strategies
