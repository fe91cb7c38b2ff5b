#pragma once

#include <asynchat/sim/strategy.h>

namespace asynchat::sim::strategies {

/// One send of the first few, and the ones behind it, would block. Before that, plan 2i has taken i sends whole, and so
/// has plan 2i + 1; the one delivers the stream in one read, the other each frame in a read of its own.
///
///     times = 3, index 2:  |A\r\nB\r\n|     sends: all b b b all all …
///                index 3:  |A\r\n|B\r\n|    sends: all b b b all all …
class write_block final : public strategy {
 public:
  static constexpr std::size_t operations = 32;

  /// `times` is at least 1.
  explicit write_block(std::size_t times = 3);

  std::size_t times() const { return times_; }

  std::string_view name() const override { return "write_block"; }
  std::string_view finds() const override {
    return "What a send that would block was given is dropped, or sent twice, when the next one is tried.";
  }
  std::vector<parameter> parameters() const override { return {{"times", times_, "sends"}}; }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;

 private:
  std::size_t times_;
};

}  // namespace asynchat::sim::strategies
