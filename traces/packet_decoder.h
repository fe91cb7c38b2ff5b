#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "tcp_segment.h"

namespace asynchat::traces {

/// Takes packets apart, from the link's header to the TCP segment. It never reads beyond what it is given and never
/// throws for what it is given.
///
/// Links: Ethernet, Linux cooked (SLL and SLL2), null and loopback, raw IP; VLAN tags (802.1Q, 802.1ad) wherever there
/// is an Ethernet type. IPv4 fragments are put together; IPv6 extension headers are skipped.
class packet_decoder final {
 public:
  /// Packets that gave no segment, by reason.
  struct skipped {
    std::uint64_t not_tcp = 0;         ///< another protocol, or one that is not looked into
    std::uint64_t malformed = 0;       ///< headers that contradict themselves, or that were cut away
    std::uint64_t ipv6_fragments = 0;  ///< not put together
    std::uint64_t fragments_lost = 0;  ///< IPv4 fragments whose others did not come
  };

  static bool knows(int link_type);

  /// `link_type` is a DLT_ value of libpcap that is known. At most `fragment_bytes_max` of fragments wait at a time.
  packet_decoder(int link_type, std::size_t fragment_bytes_max);
  packet_decoder(const packet_decoder&) = delete;
  packet_decoder& operator=(const packet_decoder&) = delete;
  ~packet_decoder();

  /// The segment in a packet of which `captured` is the start and that was `wire_bytes` long; its time is left to the
  /// caller.
  std::optional<tcp_segment> decode(std::string_view captured, std::uint64_t wire_bytes);

  /// Complete after the last packet.
  skipped counts() const;

 private:
  struct fragments;
  struct ip_packet;

  std::optional<tcp_segment> decode_ipv4(const ip_packet& packet);
  std::optional<tcp_segment> decode_ipv6(const ip_packet& packet);
  std::optional<tcp_segment> join_fragment(std::string_view packet);
  std::optional<tcp_segment> decode_tcp(const ip_packet& payload, const std::string& from, const std::string& to);

  int link_type_;
  skipped counts_;
  std::unique_ptr<fragments> fragments_;
};

}  // namespace asynchat::traces
