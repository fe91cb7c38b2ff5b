#include "capture_builder.h"

namespace asynchat::traces {
namespace {

std::string be(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>(value >> (8 * i) & 0xff);
  return text;
}

constexpr std::uint32_t started_seconds = 1'000'000'000;

}  // namespace

std::string be16(std::uint64_t value) { return be(value, 2); }
std::string be32(std::uint64_t value) { return be(value, 4); }

std::string tcp_bytes(const tcp_packet& packet) {
  const std::size_t words = 5 + packet.options.size() / 4;
  const unsigned flags = (packet.flags.fin ? 1u : 0u) | (packet.flags.syn ? 2u : 0u) | (packet.flags.rst ? 4u : 0u) |
                         (packet.flags.ack ? 16u : 0u);
  return be16(packet.from_client ? client_port : server_port) + be16(packet.from_client ? server_port : client_port) +
         be32(packet.seq) + be32(packet.ack) + be16(words << 12 | flags) + be16(1024) + be32(0) + packet.options +
         packet.payload;
}

std::string ipv4_packet(const tcp_packet& packet) { return ipv4_packet(tcp_bytes(packet), 6, packet.from_client); }

std::string ipv4_packet(std::string_view payload, std::uint8_t protocol, bool from_client, std::uint16_t fragment) {
  const std::string client = be32(0x0a000001), server = be32(0x0a000002);
  return be16(0x4500) + be16(20 + payload.size()) + be16(7) + be16(fragment) + be(64, 1) + be(protocol, 1) + be16(0) +
         (from_client ? client + server : server + client) + std::string(payload);
}

std::string ipv6_packet(const tcp_packet& packet) { return ipv6_packet(tcp_bytes(packet), 6, packet.from_client); }

std::string ipv6_packet(std::string_view payload, std::uint8_t next_header, bool from_client) {
  const std::string client = be(0xfd00ULL << 48, 8) + be(1, 8), server = be(0xfd00ULL << 48, 8) + be(2, 8);
  return be32(0x60000000) + be16(payload.size()) + be(next_header, 1) + be(64, 1) +
         (from_client ? client + server : server + client) + std::string(payload);
}

std::string ethernet(std::string_view ip, std::string_view vlan_tags) {
  const bool is_v6 = !ip.empty() && static_cast<unsigned char>(ip[0]) >> 4 == 6;
  return std::string(12, '\2') + std::string(vlan_tags) + be16(is_v6 ? 0x86dd : 0x0800) + std::string(ip);
}

capture_builder::capture_builder(std::uint32_t link_type)
    : bytes_(be32(0xa1b2c3d4) + be16(2) + be16(4) + be32(0) + be32(0) + be32(262144) + be32(link_type)) {}

capture_builder& capture_builder::add(std::string_view packet) { return add_cut(packet, packet.size()); }

capture_builder& capture_builder::add_cut(std::string_view packet, std::size_t captured) {
  const std::uint32_t milliseconds = count_++;
  return record(started_seconds + milliseconds / 1000, milliseconds % 1000 * 1000, packet.substr(0, captured),
                packet.size());
}

capture_builder& capture_builder::add_at(std::uint32_t seconds, std::uint32_t microseconds, std::string_view packet) {
  return record(seconds, microseconds, packet, packet.size());
}

capture_builder& capture_builder::record(std::uint32_t seconds, std::uint32_t microseconds, std::string_view captured,
                                         std::size_t length) {
  bytes_ += be32(seconds) + be32(microseconds) + be32(captured.size()) + be32(length);
  bytes_ += captured;
  return *this;
}

}  // namespace asynchat::traces
