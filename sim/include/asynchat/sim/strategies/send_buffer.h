#pragma once

#include <asynchat/sim/strategy.h>

namespace asynchat::sim::strategies {

/// A send buffer that fills and drains: one send is taken as far as it has room, then every second one would block, and
/// each of the others is taken by what the peer has read meanwhile. Before the peer became slow, plan 2i has taken i
/// sends whole, and so has plan 2i + 1; the one delivers the stream in one read, the other each frame in a read of its
/// own.
///
///     size = 16, drain = 3, index 0:  |A\r\nB\r\n|     sends: 16 b 3 b 3 … 64 times, then 3 3 3 …
///                           index 1:  |A\r\n|B\r\n|    the same
class send_buffer final : public strategy {
 public:
  static constexpr std::size_t operations = 8;
  static constexpr std::size_t blocks = 64;

  /// Both are at least 1.
  explicit send_buffer(std::size_t size = 16, std::size_t drain = 3);

  std::size_t size() const { return size_; }
  std::size_t drain() const { return drain_; }

  std::string_view name() const override { return "send_buffer"; }
  std::string_view finds() const override {
    return "What a full buffer left over is sent in another order, or not at all, once there is room again.";
  }
  std::vector<parameter> parameters() const override {
    return {{"size", size_, "bytes"}, {"drain", drain_, "bytes a send"}};
  }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;

 private:
  std::size_t size_;
  std::size_t drain_;
};

}  // namespace asynchat::sim::strategies
