#pragma once

#include <asynchat/sim/strategy.h>

namespace asynchat::sim::strategies {

/// One cut, at every offset inside the stream. Index i cuts after i + 1 bytes.
///
///     index 15:  |GET / HTTP/1.1\r|\n\r\n|
class cut1 final : public strategy {
 public:
  std::string_view name() const override { return "cut1"; }
  std::string_view finds() const override {
    return "A parser that does not carry a partial terminator, header or count over to the next read loses it at one "
           "offset.";
  }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;
  std::optional<std::size_t> offset(const stream_shape& shape, std::uint64_t index) const override;
};

}  // namespace asynchat::sim::strategies
