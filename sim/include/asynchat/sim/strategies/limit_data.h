#pragma once

#include <asynchat/sim/strategy.h>

namespace asynchat::sim::strategies {

/// The connection closes when so many bytes have come, in reads of a fixed size: a proxy's quota. Index i keeps i + 1
/// reads. What is toxiproxy's limit_data.
///
///     bytes = 6, index 1:  |GET / |HTTP/1| eof
class limit_data final : public strategy {
 public:
  /// `bytes` is at least 1.
  explicit limit_data(std::size_t bytes = 16);

  std::size_t bytes() const { return bytes_; }

  std::string_view name() const override { return "limit_data"; }
  std::string_view finds() const override {
    return "A stream that is closed at a round number of bytes ends where a buffer or a count does, and that hides the "
           "other end.";
  }
  std::vector<parameter> parameters() const override { return {{"bytes", bytes_, "bytes"}}; }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;
  std::optional<std::size_t> offset(const stream_shape& shape, std::uint64_t index) const override;

 private:
  std::size_t bytes_;
};

}  // namespace asynchat::sim::strategies
