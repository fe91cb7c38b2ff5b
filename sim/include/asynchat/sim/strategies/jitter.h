#pragma once

#include <asynchat/sim/strategy.h>

#include <chrono>

namespace asynchat::sim::strategies {

/// Each frame comes after a delay of its own, at most `spread` above or below the delay: a function of the seed, the
/// plan and the frame's offset. Where no frames are known, what was recorded as one chunk stands for one. What is
/// toxiproxy's jitter.
///
///     20 ms, 15 ms:  wait 7 ms |GET / HTTP/1.1\r\n\r\n| wait 31 ms |GET /a HTTP/1.1\r\n\r\n|
class jitter final : public strategy {
 public:
  static constexpr std::uint64_t plans = 8;

  /// `spread` is at most `delay`.
  explicit jitter(std::chrono::milliseconds delay = std::chrono::milliseconds(20),
                  std::chrono::milliseconds spread = std::chrono::milliseconds(15));

  std::chrono::milliseconds delay() const { return delay_; }
  std::chrono::milliseconds spread() const { return spread_; }

  std::string_view name() const override { return "jitter"; }
  std::string_view finds() const override {
    return "Work that is due at one time and input that comes at another meet in an order that nobody has tried.";
  }
  std::vector<parameter> parameters() const override {
    return {{"delay", static_cast<std::uint64_t>(delay_.count()), "ms"},
            {"spread", static_cast<std::uint64_t>(spread_.count()), "ms"}};
  }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;

 private:
  std::chrono::milliseconds delay_;
  std::chrono::milliseconds spread_;
};

}  // namespace asynchat::sim::strategies
