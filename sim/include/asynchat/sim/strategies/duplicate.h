#pragma once

#include <asynchat/sim/strategies/changing.h>

namespace asynchat::sim::strategies {

/// One byte comes twice: each in turn.
///
///     |GET / HTTP/1.1\r\n|  becomes  |GET / HTTP/1.1\r\r\n|
class duplicate final : public changing {
 public:
  std::string_view name() const override { return "duplicate"; }
  std::string_view finds() const override {
    return "A byte that comes twice ends a frame twice, or begins a terminator anew, and not under every cut.";
  }
  std::uint64_t changes(const stream_shape& shape) const override;
  edit change(const stream_shape& shape, std::uint64_t number) const override;
};

}  // namespace asynchat::sim::strategies
