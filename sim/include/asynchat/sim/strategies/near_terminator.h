#pragma once

#include <asynchat/sim/strategies/changing.h>

namespace asynchat::sim::strategies {

/// What is nearly a terminator: where an edge splits one, its beginning comes twice, another byte stands between its
/// parts, or the byte that goes on with it is missing. For each such edge e:
///
///     change 3e       |Host: localhost\r\r\n\r\n|
///     change 3e + 1   |Host: localhost\rX\n\r\n|
///     change 3e + 2   |Host: localhost\r\r\n|
class near_terminator final : public changing {
 public:
  std::string_view name() const override { return "near_terminator"; }
  std::string_view finds() const override {
    return "A false start of a terminator is taken for one, lost, or hides the true one right behind it.";
  }
  std::uint64_t changes(const stream_shape& shape) const override;
  edit change(const stream_shape& shape, std::uint64_t number) const override;
};

}  // namespace asynchat::sim::strategies
