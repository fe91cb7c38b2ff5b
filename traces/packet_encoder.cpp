#include "packet_encoder.h"

#include <cstring>

namespace asynchat::traces {
namespace {

constexpr std::size_t ipv4_header = 20, ipv6_header = 40, tcp_header = 20;
constexpr char protocol_tcp = 6, hops = 64;

void put16(std::string& out, std::size_t value) {
  out += static_cast<char>(value >> 8 & 0xff);
  out += static_cast<char>(value & 0xff);
}

void put32(std::string& out, std::uint32_t value) {
  put16(out, value >> 16);
  put16(out, value & 0xffff);
}

void put_address(std::string& out, const ip_end& end) {
  out.append(reinterpret_cast<const char*>(end.address.data()), end.is_v6 ? 16 : 4);
}

/// The one's complement sum of RFC 1071, in the machine's own byte order: the sum does not depend on it.
std::uint64_t added(std::uint64_t sum, std::string_view bytes) {
  while (bytes.size() >= 4) {
    std::uint32_t word = 0;
    std::memcpy(&word, bytes.data(), sizeof word);
    sum += word;
    bytes.remove_prefix(sizeof word);
  }
  std::uint32_t rest = 0;
  std::memcpy(&rest, bytes.data(), bytes.size());
  return sum + rest;
}

void put_checksum(std::string& packet, std::size_t at, std::uint64_t sum) {
  while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
  const auto checksum = static_cast<std::uint16_t>(~sum);
  std::memcpy(&packet[at], &checksum, sizeof checksum);
}

void put_ip(std::string& out, const made_segment& segment, std::size_t tcp_bytes) {
  if (segment.from->is_v6) {
    put32(out, 0x60000000);
    put16(out, tcp_bytes);
    out += protocol_tcp;
    out += hops;
  } else {
    constexpr std::size_t do_not_fragment = 0x4000;
    put16(out, 0x4500);
    put16(out, ipv4_header + tcp_bytes);
    put16(out, 0);
    put16(out, do_not_fragment);
    out += hops;
    out += protocol_tcp;
    put16(out, 0);
  }
  put_address(out, *segment.from);
  put_address(out, *segment.to);
  if (!segment.from->is_v6) put_checksum(out, 10, added(0, out));
}

/// The sum of what a TCP checksum covers beside the segment: addresses, protocol, length.
std::uint64_t pseudo_header_sum(const made_segment& segment, std::size_t tcp_bytes) {
  std::string header;
  put_address(header, *segment.from);
  put_address(header, *segment.to);
  put32(header, static_cast<std::uint32_t>(tcp_bytes));
  put32(header, protocol_tcp);
  return added(0, header);
}

}  // namespace

std::uint16_t segment_bytes_max(bool is_v6, std::uint32_t mtu_bytes) {
  return static_cast<std::uint16_t>(mtu_bytes - tcp_header - (is_v6 ? ipv6_header : ipv4_header));
}

void encode(const made_segment& segment, std::string& packet) {
  // RFC 9293: maximum segment size. RFC 7323: window scale 14, so that a window is up to 1 GiB; and padding.
  constexpr std::string_view window_scale("\x01\x03\x03\x0e", 4);
  const std::size_t options = segment.syn ? 4 + window_scale.size() : 0;
  const std::size_t tcp_bytes = tcp_header + options + segment.payload.size();
  packet.clear();
  put_ip(packet, segment, tcp_bytes);
  const std::size_t start = packet.size();
  put16(packet, segment.from->port);
  put16(packet, segment.to->port);
  put32(packet, segment.seq);
  put32(packet, segment.has_ack ? segment.ack : 0);
  const unsigned flags = (segment.fin ? 1u : 0u) | (segment.syn ? 2u : 0u) | (segment.rst ? 4u : 0u) |
                         (segment.push ? 8u : 0u) | (segment.has_ack ? 16u : 0u);
  put16(packet, (tcp_header + options) / 4 << 12 | flags);
  put16(packet, 0xffff);
  put32(packet, 0);
  if (segment.syn) {
    put16(packet, 0x0204);
    put16(packet, segment.mss);
    packet += window_scale;
  }
  packet += segment.payload;
  constexpr std::size_t checksum_at = 16;
  const std::uint64_t sum = added(pseudo_header_sum(segment, tcp_bytes), std::string_view(packet).substr(start));
  put_checksum(packet, start + checksum_at, sum);
}

}  // namespace asynchat::traces
