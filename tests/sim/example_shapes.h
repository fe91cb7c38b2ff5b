#pragma once

#include <asynchat/sim/strategy.h>

#include <string>
#include <vector>

namespace asynchat::sim {

/// A stream of lines that end in CR LF, with all that a shape borrows.
struct lines {
  explicit lines(const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      bytes += text + "\r\n";
      frame_ends.push_back(bytes.size());
    }
    for (std::size_t at = 1; at < bytes.size(); ++at) {
      const bool splits = bytes[at - 1] == '\r' && bytes[at] == '\n';
      const bool beside = bytes[at - 1] == '\n' || bytes[at] == '\r';
      if (splits || beside) edges.push_back({at, splits ? 1u : 0u});
    }
  }

  stream_shape shape() const { return {bytes, ending::eof, frame_ends, edges, recorded_cuts, 42}; }

  std::string bytes;
  std::vector<std::size_t> frame_ends;
  std::vector<edge> edges;
  std::vector<std::size_t> recorded_cuts;
};

/// `size` bytes without a frame.
inline stream_shape plain(const std::string& bytes) {
  stream_shape shape;
  shape.bytes = bytes;
  return shape;
}

}  // namespace asynchat::sim
