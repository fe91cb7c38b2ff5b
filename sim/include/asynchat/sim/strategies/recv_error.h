#pragma once

#include <asynchat/sim/strategy.h>

#include <system_error>

namespace asynchat::sim::strategies {

/// A read fails, and the connection is at its end. Index i fails after i bytes, of which the last has come alone.
///
///     ETIMEDOUT, index 15:  |GET / HTTP/1.1|\r| ETIMEDOUT
class recv_error final : public strategy {
 public:
  /// `error` is one of those that mean no blocking: see means_recv_would_block.
  explicit recv_error(std::errc error = std::errc::timed_out);

  std::errc error() const { return error_; }

  std::string_view name() const override { return "recv_error"; }
  std::string_view finds() const override {
    return "An error of the connection loses the frames that came before it, or is taken for another read of the same "
           "bytes.";
  }
  std::vector<parameter> parameters() const override {
    return {{"error", static_cast<std::uint64_t>(error_), "errno"}};
  }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;
  std::optional<std::size_t> offset(const stream_shape& shape, std::uint64_t index) const override;

 private:
  std::errc error_;
};

}  // namespace asynchat::sim::strategies
