#pragma once

#include <asynchat/sim/strategy.h>

namespace asynchat::sim::strategies {

/// The whole stream in one read, while the send side takes less than it is offered. `all` is a send without bound,
/// `b` one that would block.
///
///     index 0   k bytes a send, for ever                        k k k k …
///     index 1   k bytes, then a send that would block           k b k b … 64 times, then all
///     index 2   k bytes once, one that would block, then all    k b all all …
class short_write final : public strategy {
 public:
  static constexpr std::size_t blocks = 64;

  /// `k` is at least 1.
  explicit short_write(std::size_t k = 1);

  std::size_t k() const { return k_; }

  std::string_view name() const override { return "short_write"; }
  std::string_view finds() const override {
    return "The number that send returns is ignored, or lost when the next send would block: bytes are doubled or "
           "dropped.";
  }
  std::vector<parameter> parameters() const override { return {{"k", k_, "bytes"}}; }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;

 private:
  std::size_t k_;
};

}  // namespace asynchat::sim::strategies
