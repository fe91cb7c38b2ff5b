#pragma once

#include <asynchat/sim/strategy.h>

namespace asynchat::sim::strategies {

/// The peer's end of stream at every offset: nothing of the stream comes after it. Index i keeps i bytes, in one read.
///
///     index 15:  |GET / HTTP/1.1\r| eof
class eof final : public strategy {
 public:
  std::string_view name() const override { return "eof"; }
  std::string_view finds() const override {
    return "A partial frame at the end of the stream is reported as whole, reported twice, or silently dropped.";
  }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;
  std::optional<std::size_t> offset(const stream_shape& shape, std::uint64_t index) const override;
};

}  // namespace asynchat::sim::strategies
