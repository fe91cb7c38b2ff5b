#pragma once

#include <asynchat/sim/strategies/changing.h>

namespace asynchat::sim::strategies {

/// One bit of one byte is another: of each byte in turn, which bit the seed and the offset say.
///
///     |GET / HTTP/1.1\r\n|  becomes  |GET / HTTP/1.1\r\v|
class flip final : public changing {
 public:
  std::string_view name() const override { return "flip"; }
  std::string_view finds() const override {
    return "A parser that has never seen a byte it did not expect goes on in a state that depends on the cut.";
  }
  std::uint64_t changes(const stream_shape& shape) const override;
  edit change(const stream_shape& shape, std::uint64_t number) const override;
};

}  // namespace asynchat::sim::strategies
