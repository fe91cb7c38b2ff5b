#pragma once

#include <asynchat/transport/endpoint.h>

#include <cstdint>
#include <string>

namespace asynchat::traces {

/// One TCP segment of a capture.
struct tcp_segment {
  std::uint64_t time_ns = 0;
  endpoint from;
  endpoint to;
  std::uint32_t seq = 0;
  std::uint32_t ack = 0;
  bool has_ack = false;
  bool syn = false;
  bool fin = false;
  bool rst = false;
  std::string payload;           ///< what was captured of it
  std::uint64_t wire_bytes = 0;  ///< what was sent: more than the payload if the capture cut it
};

}  // namespace asynchat::traces
