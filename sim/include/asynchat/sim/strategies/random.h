#pragma once

#include <asynchat/sim/strategy.h>

namespace asynchat::sim::strategies {

/// Plans of random reads, most of them small; one in eight is preceded by an empty read. Each plan draws a scale s from
/// 0 to the number of bits of the stream's length; each read draws b from 0 to s, then its size from 1 to 2^b.
///
///     |GET| /| HTT|P|/1.1\r|\n|\r\n|
class random final : public strategy {
 public:
  explicit random(std::uint64_t plans = 200) : plans_(plans) {}

  std::uint64_t plans() const { return plans_; }

  std::string_view name() const override { return "random"; }
  std::string_view finds() const override { return "A fault that needs an unforeseen combination of cuts."; }
  std::vector<parameter> parameters() const override { return {{"plans", plans_, ""}}; }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;

 private:
  std::uint64_t plans_;
};

}  // namespace asynchat::sim::strategies
