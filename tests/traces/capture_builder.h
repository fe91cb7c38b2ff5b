#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace asynchat::traces {

/// Big-endian integers.
std::string be16(std::uint64_t value);
std::string be32(std::uint64_t value);

struct tcp_flags {
  bool syn = false;
  bool ack = true;
  bool fin = false;
  bool rst = false;
};

/// A TCP segment; ports are those of capture_builder's client and server.
struct tcp_packet {
  bool from_client = true;
  std::uint32_t seq = 0;
  std::uint32_t ack = 0;
  std::string payload = {};
  tcp_flags flags = {};
  std::string options = {};  ///< padded to whole words by the caller
};

inline constexpr std::uint16_t client_port = 40000;
inline constexpr std::uint16_t server_port = 80;

std::string tcp_bytes(const tcp_packet& packet);
/// IP packets between 10.0.0.1 (the client) and 10.0.0.2, or fd00::1 and fd00::2.
std::string ipv4_packet(const tcp_packet& packet);
std::string ipv4_packet(std::string_view payload, std::uint8_t protocol, bool from_client, std::uint16_t fragment = 0);
std::string ipv6_packet(const tcp_packet& packet);
std::string ipv6_packet(std::string_view payload, std::uint8_t next_header, bool from_client);
/// Ethernet around a packet, with VLAN tags as they are given: type and tag.
std::string ethernet(std::string_view ip, std::string_view vlan_tags = {});

/// A classic pcap file, byte by byte. Each packet is a millisecond after the one before.
class capture_builder {
 public:
  explicit capture_builder(std::uint32_t link_type = 1);

  capture_builder& add(std::string_view packet);
  /// A packet of which only the first `captured` bytes are there.
  capture_builder& add_cut(std::string_view packet, std::size_t captured);
  capture_builder& add_at(std::uint32_t seconds, std::uint32_t microseconds, std::string_view packet);
  /// IPv4 in Ethernet.
  capture_builder& add(const tcp_packet& packet) { return add(ethernet(ipv4_packet(packet))); }

  const std::string& bytes() const { return bytes_; }

 private:
  capture_builder& record(std::uint32_t seconds, std::uint32_t microseconds, std::string_view captured,
                          std::size_t length);

  std::string bytes_;
  std::uint32_t count_ = 0;
};

}  // namespace asynchat::traces
