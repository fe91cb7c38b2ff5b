#pragma once

#include <asynchat/sim/strategy.h>

namespace asynchat::sim::strategies {

/// A family of streams that differ from the given one in one change each. Every change is delivered twice:
///
///     index 2i       in one read                                   |GET / HTTP/1.1\rX\n\r\n|
///     index 2i + 1   cut before what was put in and behind it      |GET / HTTP/1.1\r|X|\n\r\n|
///
/// The first is held against a reference, the second against the first. The offset is that of the change.
class changing : public strategy {
 public:
  std::uint64_t count(const stream_shape& shape) const final { return 2 * changes(shape); }
  delivery make(const stream_shape& shape, std::uint64_t index) const final;
  std::optional<std::size_t> offset(const stream_shape& shape, std::uint64_t index) const final;

  /// How many changes there are for the stream.
  virtual std::uint64_t changes(const stream_shape& shape) const = 0;
  /// The change of a number below that.
  virtual edit change(const stream_shape& shape, std::uint64_t number) const = 0;
};

}  // namespace asynchat::sim::strategies
