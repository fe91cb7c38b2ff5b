#pragma once

#include <asynchat/sim/strategies/changing.h>

namespace asynchat::sim::strategies {

/// What comes before a frame: first each frame comes twice in succession, then each but the first is what the stream
/// begins with. With f frames:
///
///     change 0 to f - 1    repeated before itself   |A\r\n|B\r\nB\r\nC\r\n|
///     change f to 2f - 2   nothing before it        |B\r\nC\r\n|
///
/// These are other streams, and as good as the recorded one: a peer may say so, and TCP brings it.
class prefix final : public changing {
 public:
  std::string_view name() const override { return "prefix"; }
  std::string_view finds() const override {
    return "A frame is read by what the frame before it left behind: a flag, a count, or bytes that were never "
           "cleared.";
  }
  std::uint64_t changes(const stream_shape& shape) const override;
  edit change(const stream_shape& shape, std::uint64_t number) const override;
};

}  // namespace asynchat::sim::strategies
