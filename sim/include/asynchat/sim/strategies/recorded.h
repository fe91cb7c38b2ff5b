#pragma once

#include <asynchat/sim/strategy.h>

namespace asynchat::sim::strategies {

/// The chunks as they were recorded. One plan, where there is a cut.
///
///     |GET / HTTP/1.1\r\nHo|st: localhost\r\n\r\n|
class recorded final : public strategy {
 public:
  std::string_view name() const override { return "recorded"; }
  std::string_view finds() const override { return "A fault that the recording itself has shown."; }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;
};

}  // namespace asynchat::sim::strategies
