#pragma once

#include <asynchat/sim/strategy.h>

namespace asynchat::sim::strategies {

/// A reset by the peer at every offset: what was delivered before was read, nothing comes after. Index i keeps i bytes,
/// in one read.
///
///     index 15:  |GET / HTTP/1.1\r| reset
class reset_peer final : public strategy {
 public:
  std::string_view name() const override { return "reset_peer"; }
  std::string_view finds() const override {
    return "An error of the connection is taken for its orderly end, or loses the frames that came before it.";
  }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;
  std::optional<std::size_t> offset(const stream_shape& shape, std::uint64_t index) const override;
};

}  // namespace asynchat::sim::strategies
