#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace asynchat::sim {

/// Where a parser stands in what will end its frame.
struct boundary_state {
  std::string_view pattern;     ///< the terminator's bytes; empty for a count and for none; valid until the next call
  std::size_t matched = 0;      ///< bytes of the pattern that the stream so far ends with and that may begin it
  std::uint64_t remaining = 0;  ///< bytes that a count still asks for; 0 for a pattern and for none
};

/// Tells how a parser's terminator stands after any part of one stream, so that cuts can be made where they matter and
/// sim need not know what a frame is.
class boundary_hint {
 public:
  virtual ~boundary_hint() = default;

  /// The state after the first `offset` bytes of the stream. It is asked with ascending offsets.
  virtual boundary_state at(std::size_t offset) = 0;
};

/// An offset where a cut is worth making.
struct edge {
  std::size_t offset = 0;
  std::size_t matched = 0;  ///< bytes of a terminator that the cut would leave before it; 0 where it splits none
  friend bool operator==(const edge&, const edge&) = default;
};

/// The edges inside a stream of `size` bytes, ascending, each offset once: every offset at which a prefix of the
/// terminator is live, every offset at which a count ends, another begins, or the terminator changes, every frame end
/// (a terminator of one byte has no other edge), and the offset one byte to either side of each.
std::vector<edge> find_edges(boundary_hint& hint, std::size_t size, std::span<const std::size_t> frame_ends = {});

}  // namespace asynchat::sim
