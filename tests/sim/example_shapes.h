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

using texts = std::vector<std::string>;

/// Every plan for the stream as text, with what is kept, changed and put after it where that is not the whole.
inline texts plans(const strategy& what, const stream_shape& shape) {
  texts all;
  for (std::uint64_t i = 0; i < what.count(shape); ++i) {
    const delivery made = what.make(shape, i);
    std::string text = to_string(made.steps);
    if (made.kept != shape.bytes.size() || !made.suffix.empty()) text += " kept " + std::to_string(made.kept);
    if (made.change) text += " brings " + kept_bytes(shape.bytes, made);
    all.push_back(text + (made.suffix.empty() ? "" : " + " + made.suffix));
  }
  return all;
}

inline texts plans(const strategy& what, const std::string& bytes) { return plans(what, plain(bytes)); }

}  // namespace asynchat::sim
