#pragma once

#include <asynchat/sim/strategies/changing.h>

namespace asynchat::sim::strategies {

/// A frame and the one behind it change places: each frame but the last in turn.
///
///     |A\r\nB\r\nC\r\n|  becomes  |A\r\nC\r\nB\r\n|
class swap_frames final : public changing {
 public:
  std::string_view name() const override { return "swap_frames"; }
  std::string_view finds() const override {
    return "Frames that come in an order that makes no sense are taken for what the parser expected at that place.";
  }
  std::uint64_t changes(const stream_shape& shape) const override;
  edit change(const stream_shape& shape, std::uint64_t number) const override;
};

}  // namespace asynchat::sim::strategies
