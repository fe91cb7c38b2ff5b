#pragma once

#include <asynchat/protocols/delimiter.h>

#include <utility>

namespace asynchat::protocols {

/// Lines that end with CR LF. A CR or LF alone belongs to the line.
class crlf_framing : public delimiter_framing {
 public:
  crlf_framing(loop& owner, std::unique_ptr<stream> source, frame_sink& sink, const framing_limits& limits = {})
      : delimiter_framing(owner, std::move(source), sink, "\r\n", limits) {}
};

}  // namespace asynchat::protocols
