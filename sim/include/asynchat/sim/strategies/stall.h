#pragma once

#include <asynchat/sim/strategy.h>

#include <chrono>

namespace asynchat::sim::strategies {

/// Nothing comes for about as long as a timeout: one tick less, exactly that long, or one tick more; in the middle of a
/// frame, or behind it. The whole stream stands for a frame where none is known.
///
///     index 6f       inside frame f, one tick before     |GET / HTTP| wait 999 ms |/1.1\r\n\r\n…|
///     index 6f + 1   the same, on the timeout            |GET / HTTP| wait 1000 ms |/1.1\r\n\r\n…|
///     index 6f + 2   the same, one tick after            |GET / HTTP| wait 1001 ms |/1.1\r\n\r\n…|
///     index 6f + 3   behind it, likewise                 |GET / HTTP/1.1\r\n\r\n| wait 999 ms |…|
class stall final : public strategy {
 public:
  /// `tick` is above 0 and at most `timeout`.
  explicit stall(std::chrono::milliseconds timeout = std::chrono::milliseconds(1000),
                 std::chrono::milliseconds tick = std::chrono::milliseconds(1));

  std::chrono::milliseconds timeout() const { return timeout_; }
  std::chrono::milliseconds tick() const { return tick_; }

  std::string_view name() const override { return "stall"; }
  std::string_view finds() const override {
    return "A timeout and the data that it waits for come at the same moment, and both are handled, or neither.";
  }
  std::vector<parameter> parameters() const override {
    return {{"timeout", static_cast<std::uint64_t>(timeout_.count()), "ms"},
            {"tick", static_cast<std::uint64_t>(tick_.count()), "ms"}};
  }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;
  std::optional<std::size_t> offset(const stream_shape& shape, std::uint64_t index) const override;

 private:
  std::chrono::milliseconds timeout_;
  std::chrono::milliseconds tick_;
};

}  // namespace asynchat::sim::strategies
