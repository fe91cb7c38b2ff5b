#pragma once

#include <asynchat/sim/strategy.h>

namespace asynchat::sim::strategies {

/// A window of `k` one-byte reads, slid over the stream; what is before it comes in one read, what is after it too.
/// Index i has its window's first byte at offset i.
///
///     k = 3, index 14:  |GET / HTTP/1.1|\r|\n|\r|\n|
class burst final : public strategy {
 public:
  /// `k` is at least 1.
  explicit burst(std::size_t k = 2);

  std::size_t k() const { return k_; }

  std::string_view name() const override { return "burst"; }
  std::string_view finds() const override {
    return "A parser that counts reads inside a header, or keeps one earlier read only, fails when a few bytes come "
           "singly.";
  }
  std::vector<parameter> parameters() const override { return {{"k", k_, "bytes"}}; }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;
  std::optional<std::size_t> offset(const stream_shape& shape, std::uint64_t index) const override;

 private:
  std::size_t k_;
};

}  // namespace asynchat::sim::strategies
