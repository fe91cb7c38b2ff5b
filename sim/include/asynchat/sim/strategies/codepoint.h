#pragma once

#include <asynchat/sim/strategy.h>

namespace asynchat::sim::strategies {

/// Cuts inside the well-formed UTF-8 sequences of two bytes or more. Here the two bytes of a letter are C3 and A9:
///
///     index 0       after the first byte of each       |caf C3|A9 au lait, caf C3|A9\r\n|
///     index 1       before the last byte of each       the same, for these of two bytes
///     index 2       around and inside each             |caf|C3|A9| au lait, caf|C3|A9|\r\n|
///     index 3 + i   inside the i-th alone              |caf C3|A9 au lait, caf C3 A9\r\n|
class codepoint final : public strategy {
 public:
  std::string_view name() const override { return "codepoint"; }
  std::string_view finds() const override {
    return "Text is decoded read by read, and a character whose bytes come in two reads becomes an error or two "
           "others.";
  }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;
  std::optional<std::size_t> offset(const stream_shape& shape, std::uint64_t index) const override;
};

}  // namespace asynchat::sim::strategies
