#pragma once

#include <asynchat/sim/strategies/changing.h>

namespace asynchat::sim::strategies {

/// One byte more, which the seed and the offset choose: before each byte in turn, and behind the last.
///
///     |GET / HTTP/1.1\r\n|  becomes  |GET / HTTP/1.1\r\xe7\n|
class insert final : public changing {
 public:
  std::string_view name() const override { return "insert"; }
  std::string_view finds() const override {
    return "A byte that does not belong there is passed over by one way through the parser and refused by another.";
  }
  std::uint64_t changes(const stream_shape& shape) const override;
  edit change(const stream_shape& shape, std::uint64_t number) const override;
};

}  // namespace asynchat::sim::strategies
