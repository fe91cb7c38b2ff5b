#pragma once

#include <asynchat/sim/strategy.h>

namespace asynchat::sim::strategies {

/// What follows a frame, left away or replaced by one other byte in the same read; the stream then stays open. The
/// frames before must be the same. For each frame end e:
///
///     index 6f       nothing                      |GET / HTTP/1.1\r\n\r\n|
///     index 6f + 1   one of five bytes: NUL,      |GET / HTTP/1.1\r\n\r\n\0|
///          to 6f + 5   LF, CR, X, 0xff                                e^
class suffix final : public strategy {
 public:
  /// The five bytes, in the order of their plans.
  static constexpr std::string_view following{"\0\n\rX\xff", 5};

  /// True for the plans that leave away what follows, false for those that replace it.
  static constexpr bool leaves_away(std::uint64_t index) { return index % (following.size() + 1) == 0; }

  std::string_view name() const override { return "suffix"; }
  std::string_view finds() const override {
    return "A parser that looks at a byte behind a frame waits for it, or reads the frame differently by what it is.";
  }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;
  std::optional<std::size_t> offset(const stream_shape& shape, std::uint64_t index) const override;
};

}  // namespace asynchat::sim::strategies
