#pragma once

#include <asynchat/sim/strategy.h>

#include <chrono>

namespace asynchat::sim::strategies {

/// The end of the stream comes long after its last byte. One plan for each frame end, and one for the stream's own
/// where that is none of them. What is toxiproxy's slow_close.
///
///     delay = 1000 ms:  |GET / HTTP/1.1\r\n\r\n| wait eof
class slow_close final : public strategy {
 public:
  explicit slow_close(std::chrono::milliseconds delay = std::chrono::milliseconds(1000));

  std::chrono::milliseconds delay() const { return delay_; }

  std::string_view name() const override { return "slow_close"; }
  std::string_view finds() const override {
    return "A frame is held back until the stream ends, or a connection with nothing left to say is forgotten.";
  }
  std::vector<parameter> parameters() const override {
    return {{"delay", static_cast<std::uint64_t>(delay_.count()), "ms"}};
  }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;
  std::optional<std::size_t> offset(const stream_shape& shape, std::uint64_t index) const override;

 private:
  std::chrono::milliseconds delay_;
};

}  // namespace asynchat::sim::strategies
