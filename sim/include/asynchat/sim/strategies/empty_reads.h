#pragma once

#include <asynchat/sim/strategy.h>

namespace asynchat::sim::strategies {

/// Reads that bring nothing: the transport is ready, and the operation would block. `b` is such a read.
///
///     index 0       before the whole stream            b |GET / HTTP/1.1\r\n\r\n|
///     index 1       after it                           |GET / HTTP/1.1\r\n\r\n| b
///     index 2       one before every byte              b |G| b |E| b |T| …
///     index 3       four before every byte             b b b b |G| b b b b |E| …
///     index 3 + o   in one cut at offset o             |GET / HTTP/1.1\r| b |\n\r\n|
class empty_reads final : public strategy {
 public:
  std::string_view name() const override { return "empty_reads"; }
  std::string_view finds() const override {
    return "An empty read is taken for the end, counted as a byte, or resets what was kept from earlier reads.";
  }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;
  std::optional<std::size_t> offset(const stream_shape& shape, std::uint64_t index) const override;
};

}  // namespace asynchat::sim::strategies
