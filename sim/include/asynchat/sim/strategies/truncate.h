#pragma once

#include <asynchat/sim/strategies/changing.h>

namespace asynchat::sim::strategies {

/// The tail of a frame is missing, and the next one follows: its last byte, its second half, or all but its first byte.
/// For each frame f:
///
///     change 3f       |GET / HTTP/1.1\r\n\rGET /a …|
///     change 3f + 1   |GET / HTTGET /a …|
///     change 3f + 2   |GGET /a …|
class truncate final : public changing {
 public:
  std::string_view name() const override { return "truncate"; }
  std::string_view finds() const override {
    return "A frame that stops in the middle swallows the next one, or the parser finds its way back at another place.";
  }
  std::uint64_t changes(const stream_shape& shape) const override;
  edit change(const stream_shape& shape, std::uint64_t number) const override;
};

}  // namespace asynchat::sim::strategies
