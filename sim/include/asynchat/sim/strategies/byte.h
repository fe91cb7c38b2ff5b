#pragma once

#include <asynchat/sim/strategy.h>

namespace asynchat::sim::strategies {

/// Every byte in a read of its own. One plan, for a stream of two bytes or more.
///
///     |G|E|T| |/| |H|T|T|P|/|1|.|1|\r|\n|\r|\n|
class byte final : public strategy {
 public:
  std::string_view name() const override { return "byte"; }
  std::string_view finds() const override {
    return "A parser that keeps nothing from one read to the next, or looks two bytes ahead, fails when each byte "
           "comes alone.";
  }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;
};

}  // namespace asynchat::sim::strategies
