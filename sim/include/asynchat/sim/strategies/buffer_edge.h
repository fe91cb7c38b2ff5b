#pragma once

#include <asynchat/sim/strategy.h>

namespace asynchat::sim::strategies {

/// Reads around the size of a receive buffer: all of one byte less, of exactly its size, or of one byte more. None of
/// these for a stream that is no longer than that.
///
///     size = 8, index 0:  |GET / H|TTP/1.1|\r\n\r\n|
///               index 1:  |GET / HT|TP/1.1\r\n|\r\n|
///               index 2:  |GET / HTT|P/1.1\r\n\r|\n|
class buffer_edge final : public strategy {
 public:
  /// `size` is at least 2.
  explicit buffer_edge(std::size_t size = 4096);

  std::size_t size() const { return size_; }

  std::string_view name() const override { return "buffer_edge"; }
  std::string_view finds() const override {
    return "A buffer that is filled to its last byte is taken for a short read, or its last byte for the first of the "
           "next.";
  }
  std::vector<parameter> parameters() const override { return {{"size", size_, "bytes"}}; }
  std::uint64_t count(const stream_shape& shape) const override;
  delivery make(const stream_shape& shape, std::uint64_t index) const override;

 private:
  std::size_t size_;
};

}  // namespace asynchat::sim::strategies
