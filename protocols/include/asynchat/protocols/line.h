#pragma once

#include <asynchat/protocols/delimiter.h>

#include <utility>

namespace asynchat::protocols {

/// Lines that end with LF. A CR before it belongs to the line.
class line_framing : public delimiter_framing {
 public:
  line_framing(loop& owner, std::unique_ptr<stream> source, frame_sink& sink, const framing_limits& limits = {})
      : delimiter_framing(owner, std::move(source), sink, "\n", limits) {}
};

}  // namespace asynchat::protocols
