#pragma once

#include <asynchat/sim/strategy.h>

namespace asynchat::sim::strategies {

/// Every cut there is: 2^(n-1) plans for a stream of n bytes. For longer streams than bytes_max, and for an empty one,
/// none. Bit o - 1 of the index says whether there is a cut at offset o.
///
///     n = 4, index 5:  |*|1\r|\n|
class exhaustive final : public strategy {
 public:
  static constexpr std::size_t bytes_max = 24;

  std::string_view name() const override { return "exhaustive"; }
  std::string_view finds() const override {
    return "Whatever any cut of a short stream can show: it is the proof for a parser whose states cannot be compared.";
  }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;
};

}  // namespace asynchat::sim::strategies
