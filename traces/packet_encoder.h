#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "address_book.h"

namespace asynchat::traces {

/// One TCP segment that is to become a packet.
struct made_segment {
  const ip_end* from = nullptr;
  const ip_end* to = nullptr;
  std::uint32_t seq = 0;
  std::uint32_t ack = 0;
  bool has_ack = true;
  bool syn = false;
  bool fin = false;
  bool rst = false;
  bool push = false;
  std::uint16_t mss = 0;  ///< what a SYN announces, with the largest window scale
  std::string_view payload = {};
};

/// How many bytes of payload fit into a packet of `mtu_bytes`.
std::uint16_t segment_bytes_max(bool is_v6, std::uint32_t mtu_bytes);

/// Replaces `packet` by the IP packet of that segment, its checksums right.
void encode(const made_segment& segment, std::string& packet);

}  // namespace asynchat::traces
