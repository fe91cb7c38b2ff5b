#pragma once

#include <asynchat/sim/strategy.h>

#include <system_error>

namespace asynchat::sim::strategies {

/// One send of the first few fails, and so does every one after it. Before that, plan 2i has taken i sends whole, and
/// so has plan 2i + 1; the one delivers the stream in one read, the other each frame in a read of its own. What a
/// parser tells after the failure depends on the cut: what it has sent is looked at, and that nothing is called after
/// the close.
///
///     EPIPE, index 2:  |A\r\nB\r\n|     sends: all EPIPE EPIPE …
///            index 3:  |A\r\n|B\r\n|    sends: all EPIPE EPIPE …
class write_error final : public strategy {
 public:
  static constexpr std::size_t operations = 32;

  /// `error` is one of those that mean no blocking: see means_send_would_block.
  explicit write_error(std::errc error = std::errc::broken_pipe);

  std::errc error() const { return error_; }

  std::string_view name() const override { return "write_error"; }
  std::string_view finds() const override {
    return "A failed send is not noticed, tried for ever, or calls back into a channel that is closed.";
  }
  std::vector<parameter> parameters() const override {
    return {{"error", static_cast<std::uint64_t>(error_), "errno"}};
  }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;

 private:
  std::errc error_;
};

}  // namespace asynchat::sim::strategies
