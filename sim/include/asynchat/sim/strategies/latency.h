#pragma once

#include <asynchat/sim/strategy.h>

#include <chrono>

namespace asynchat::sim::strategies {

/// Everything comes later. Where no frames are known, what was recorded as one chunk stands for one. What is
/// toxiproxy's latency.
///
///     index 0   the whole stream       wait |GET / HTTP/1.1\r\n\r\nGET /a HTTP/1.1\r\n\r\n|
///     index 1   each of its frames     wait |GET / HTTP/1.1\r\n\r\n| wait |GET /a HTTP/1.1\r\n\r\n|
class latency final : public strategy {
 public:
  explicit latency(std::chrono::milliseconds delay = std::chrono::milliseconds(20));

  std::chrono::milliseconds delay() const { return delay_; }

  std::string_view name() const override { return "latency"; }
  std::string_view finds() const override {
    return "A parser that waits is given up, or one that is given nothing for a while forgets what it has.";
  }
  std::vector<parameter> parameters() const override {
    return {{"delay", static_cast<std::uint64_t>(delay_.count()), "ms"}};
  }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;

 private:
  std::chrono::milliseconds delay_;
};

}  // namespace asynchat::sim::strategies
