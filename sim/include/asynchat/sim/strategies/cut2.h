#pragma once

#include <asynchat/sim/strategy.h>

namespace asynchat::sim::strategies {

/// Two cuts, at every pair of offsets inside the stream.
///
///     |GET / HTTP/1.1\r|\n|\r\n|
///
/// The number of plans grows with the square of the stream's length: tiers take it for short streams only. Plans are
/// numbered by their second cut, then by their first: (1, 2), (1, 3), (2, 3), (1, 4), …
class cut2 final : public strategy {
 public:
  std::string_view name() const override { return "cut2"; }
  std::string_view finds() const override {
    return "A state that must survive a read which neither begins nor ends a frame is lost only between two cuts.";
  }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;
};

}  // namespace asynchat::sim::strategies
