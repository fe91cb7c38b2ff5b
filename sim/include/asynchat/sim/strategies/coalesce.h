#pragma once

#include <asynchat/sim/strategy.h>

namespace asynchat::sim::strategies {

/// Several frames in one read, with a part of the next one: g frames a read, g = 1 to 8 or to the number of frames, and
/// of the next frame nothing, its first byte, its first half, or all but its last byte. Index i has g = i / 4 + 1.
///
///     g = 2, all but the last byte:  |*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nPING\r|\n…|
class coalesce final : public strategy {
 public:
  static constexpr std::size_t frames_a_read_max = 8;

  std::string_view name() const override { return "coalesce"; }
  std::string_view finds() const override {
    return "A parser that handles one frame a read, or forgets the partial frame behind whole ones, loses frames or "
           "mixes them.";
  }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;
};

}  // namespace asynchat::sim::strategies
