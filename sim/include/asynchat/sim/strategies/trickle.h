#pragma once

#include <asynchat/sim/strategy.h>

#include <chrono>

namespace asynchat::sim::strategies {

/// Every byte alone, each after a pause: the peer that keeps a connection busy with next to nothing.
///
///     interval = 100 ms:  wait |G| wait |E| wait |T| …
class trickle final : public strategy {
 public:
  explicit trickle(std::chrono::milliseconds interval = std::chrono::milliseconds(100));

  std::chrono::milliseconds interval() const { return interval_; }

  std::string_view name() const override { return "trickle"; }
  std::string_view finds() const override {
    return "A timeout that every byte puts off never ends, or each byte costs as much as a frame.";
  }
  std::vector<parameter> parameters() const override {
    return {{"interval", static_cast<std::uint64_t>(interval_.count()), "ms"}};
  }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;

 private:
  std::chrono::milliseconds interval_;
};

}  // namespace asynchat::sim::strategies
