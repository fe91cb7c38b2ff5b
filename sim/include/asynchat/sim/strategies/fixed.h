#pragma once

#include <asynchat/sim/strategy.h>

namespace asynchat::sim::strategies {

/// Reads of `k` bytes, the first of 1 to k bytes: one plan for each such phase. Index i has a first read of i + 1
/// bytes.
///
///     k = 4, index 2:  |GET| / H|TTP/|1.1\r|\n\r\n|
class fixed final : public strategy {
 public:
  /// `k` is at least 2.
  explicit fixed(std::size_t k = 2);

  std::size_t k() const { return k_; }

  std::string_view name() const override { return "fixed"; }
  std::string_view finds() const override {
    return "A buffer that is filled exactly, or a count kept in reads instead of bytes, goes wrong at a period of the "
           "reads.";
  }
  std::vector<parameter> parameters() const override { return {{"k", k_, "bytes"}}; }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;

 private:
  std::size_t k_;
};

}  // namespace asynchat::sim::strategies
