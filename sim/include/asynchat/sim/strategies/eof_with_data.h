#pragma once

#include <asynchat/sim/strategy.h>

#include <chrono>

namespace asynchat::sim::strategies {

/// The last byte and the peer's end of stream come together, after a pause behind all bytes before. Index i keeps i + 1
/// bytes.
///
///     index 14:  |GET / HTTP/1.1| wait |\r| eof
class eof_with_data final : public strategy {
 public:
  explicit eof_with_data(std::chrono::milliseconds pause = std::chrono::milliseconds(1));

  std::chrono::milliseconds pause() const { return pause_; }

  std::string_view name() const override { return "eof_with_data"; }
  std::string_view finds() const override {
    return "An end that is already there when data is read overtakes it, or hides that a frame has just become whole.";
  }
  std::vector<parameter> parameters() const override {
    return {{"pause", static_cast<std::uint64_t>(pause_.count()), "ms"}};
  }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;
  std::optional<std::size_t> offset(const stream_shape& shape, std::uint64_t index) const override;

 private:
  std::chrono::milliseconds pause_;
};

}  // namespace asynchat::sim::strategies
