#pragma once

#include <asynchat/sim/strategy.h>

namespace asynchat::sim::strategies {

/// The transport reports that it is ready where it is not: so many reads in a row fail with EAGAIN, and the first sends
/// do. Index i wakes the parser so after i bytes.
///
///     times = 2, index 15:  |GET / HTTP/1.1\r| EAGAIN EAGAIN |\n\r\n|
class spurious_wakeup final : public strategy {
 public:
  /// `times` is at least 1.
  explicit spurious_wakeup(std::size_t times = 2);

  std::size_t times() const { return times_; }

  std::string_view name() const override { return "spurious_wakeup"; }
  std::string_view finds() const override {
    return "EAGAIN is taken for a lost connection, or for an end, when it comes where data was announced.";
  }
  std::vector<parameter> parameters() const override { return {{"times", times_, ""}}; }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;
  std::optional<std::size_t> offset(const stream_shape& shape, std::uint64_t index) const override;

 private:
  std::size_t times_;
};

}  // namespace asynchat::sim::strategies
