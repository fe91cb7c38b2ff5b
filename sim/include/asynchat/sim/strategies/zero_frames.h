#pragma once

#include <asynchat/sim/strategy.h>

namespace asynchat::sim::strategies {

/// The smallest frame of the stream, the first of these, put in before each of its frames and behind the last: the
/// nearest to a frame of nothing that this framing is known to have. For each such place p:
///
///     index 3p       in one read                     |*0\r\n*1\r\n$1\r\nA\r\n|
///     index 3p + 1   alone in its read               |*0\r\n|*1\r\n$1\r\nA\r\n|
///     index 3p + 2   between reads of nothing        b |*0\r\n| b |*1\r\n$1\r\nA\r\n|
class zero_frames final : public strategy {
 public:
  std::string_view name() const override { return "zero_frames"; }
  std::string_view finds() const override {
    return "A frame of nothing is passed over, never ends, or ends the one after it.";
  }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;
  std::optional<std::size_t> offset(const stream_shape& shape, std::uint64_t index) const override;
};

}  // namespace asynchat::sim::strategies
