#pragma once

#include <asynchat/sim/strategies/changing.h>

namespace asynchat::sim::strategies {

/// One byte is missing: each in turn.
///
///     |GET / HTTP/1.1\r\n|  becomes  |GET / HTTP/1.1\r|
class drop final : public changing {
 public:
  std::string_view name() const override { return "drop"; }
  std::string_view finds() const override {
    return "A byte that is missing makes the next frame a part of this one, and not under every cut.";
  }
  std::uint64_t changes(const stream_shape& shape) const override;
  edit change(const stream_shape& shape, std::uint64_t number) const override;
};

}  // namespace asynchat::sim::strategies
