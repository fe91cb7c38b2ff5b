#pragma once

#include <asynchat/sim/strategy.h>

namespace asynchat::sim::strategies {

/// The whole stream in one read. One plan.
///
///     |GET / HTTP/1.1\r\n\r\n|
class whole final : public strategy {
 public:
  std::string_view name() const override { return "whole"; }
  std::string_view finds() const override {
    return "A parser that handles one frame a read, or expects a frame to be split, is wrong on the whole stream.";
  }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;
};

}  // namespace asynchat::sim::strategies
