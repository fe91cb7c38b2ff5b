#include "packet_decoder.h"

#include <asynchat/transport/check.h>
#include <pcap/pcap.h>
#include <tins/exceptions.h>
#include <tins/ip.h>
#include <tins/ip_reassembler.h>
#include <tins/ipv6_address.h>
#include <tins/rawpdu.h>
#include <tins/tcp.h>

#include <algorithm>
#include <map>
#include <string>

namespace asynchat::traces {
namespace {

constexpr std::uint8_t protocol_tcp = 6;

std::uint8_t u8(std::string_view bytes, std::size_t at) { return static_cast<std::uint8_t>(bytes[at]); }
std::uint16_t u16(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint16_t>(u8(bytes, at) << 8 | u8(bytes, at + 1));
}
const std::uint8_t* data_of(std::string_view bytes) { return reinterpret_cast<const std::uint8_t*>(bytes.data()); }

/// Where the bytes after the headers of the link begin; nothing if they are no IP packet.
std::optional<std::size_t> behind_type(std::string_view bytes, std::size_t type_at, std::size_t next) {
  if (bytes.size() < next) return std::nullopt;
  std::uint16_t type = u16(bytes, type_at);
  while (type == 0x8100 || type == 0x88a8 || type == 0x9100) {
    if (bytes.size() < next + 4) return std::nullopt;
    type = u16(bytes, next + 2);
    next += 4;
  }
  if (type != 0x0800 && type != 0x86dd) return std::nullopt;
  return next;
}

std::optional<std::size_t> behind_link(int link_type, std::string_view bytes) {
  switch (link_type) {
    case DLT_EN10MB:
      return behind_type(bytes, 12, 14);
    case DLT_LINUX_SLL:
      return behind_type(bytes, 14, 16);
    case DLT_LINUX_SLL2:
      return behind_type(bytes, 0, 20);
    case DLT_NULL:  // an address family in some machine's byte order and numbering; IP itself says its version
    case DLT_LOOP:
      return 4;
    default:
      return 0;
  }
}

std::string ipv4_text(std::string_view packet, std::size_t at) {
  std::string text;
  for (std::size_t i = 0; i < 4; ++i) text += (i == 0 ? "" : ".") + std::to_string(u8(packet, at + i));
  return text;
}

std::string ipv6_text(std::string_view packet, std::size_t at) {
  return Tins::IPv6Address(data_of(packet.substr(at))).to_string();
}

tcp_segment to_segment(const Tins::TCP& tcp, const std::string& from, const std::string& to) {
  tcp_segment segment;
  segment.from = endpoint::inet(from, tcp.sport());
  segment.to = endpoint::inet(to, tcp.dport());
  segment.seq = tcp.seq();
  segment.ack = tcp.ack_seq();
  segment.has_ack = tcp.get_flag(Tins::TCP::ACK) != 0;
  segment.syn = tcp.get_flag(Tins::TCP::SYN) != 0;
  segment.fin = tcp.get_flag(Tins::TCP::FIN) != 0;
  segment.rst = tcp.get_flag(Tins::TCP::RST) != 0;
  if (const auto* raw = tcp.find_pdu<Tins::RawPDU>()) {
    segment.payload.assign(raw->payload().begin(), raw->payload().end());
  }
  return segment;
}

}  // namespace

/// A packet, or what an outer header leaves of it: the captured bytes and how long it was on the wire.
struct packet_decoder::ip_packet {
  std::string_view bytes;
  std::uint64_t wire_bytes = 0;

  /// The rest after a header, for which there must be enough.
  ip_packet behind(std::size_t header) const { return {bytes.substr(header), wire_bytes - header}; }
  /// Without what follows the packet in its frame; a length of zero stands for one that the sender's card filled in.
  ip_packet cut_to(std::uint64_t total) const {
    if (total == 0) return *this;
    return {bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(total, bytes.size()))), total};
  }
};

struct packet_decoder::fragments {
  struct packet {
    std::uint64_t fragments = 0;
    std::size_t bytes = 0;
  };

  std::uint64_t waiting() const {
    std::uint64_t sum = 0;
    for (const auto& [name, incomplete] : packets) sum += incomplete.fragments;
    return sum;
  }

  Tins::IPv4Reassembler reassembler;
  std::size_t bytes_max = 0;
  std::size_t bytes = 0;                  ///< of all that wait
  std::map<std::string, packet> packets;  ///< incomplete ones, by their identification and addresses
};

bool packet_decoder::knows(int link_type) {
  constexpr int known[] = {DLT_EN10MB, DLT_LINUX_SLL, DLT_LINUX_SLL2, DLT_NULL, DLT_LOOP, DLT_RAW, DLT_IPV4, DLT_IPV6};
  return std::find(std::begin(known), std::end(known), link_type) != std::end(known);
}

packet_decoder::packet_decoder(int link_type, std::size_t fragment_bytes_max)
    : link_type_(link_type), fragments_(new fragments) {
  ASYNCHAT_CHECK(knows(link_type), "packets are decoded of links that are known");
  fragments_->bytes_max = fragment_bytes_max;
}

packet_decoder::~packet_decoder() = default;

packet_decoder::skipped packet_decoder::counts() const {
  skipped all = counts_;
  all.fragments_lost += fragments_->waiting();
  return all;
}

std::optional<tcp_segment> packet_decoder::decode(std::string_view captured, std::uint64_t wire_bytes) {
  const std::optional<std::size_t> start = behind_link(link_type_, captured);
  if (!start || captured.size() <= *start) {
    ++counts_.not_tcp;
    return std::nullopt;
  }
  const ip_packet packet = ip_packet{captured, std::max<std::uint64_t>(wire_bytes, captured.size())}.behind(*start);
  switch (u8(packet.bytes, 0) >> 4) {
    case 4:
      return decode_ipv4(packet);
    case 6:
      return decode_ipv6(packet);
    default:
      ++counts_.not_tcp;
      return std::nullopt;
  }
}

std::optional<tcp_segment> packet_decoder::decode_ipv4(const ip_packet& packet) {
  constexpr std::size_t header_min = 20;
  const std::size_t header = (u8(packet.bytes, 0) & 15u) * std::size_t{4};
  if (header < header_min || packet.bytes.size() < header) {
    ++counts_.malformed;
    return std::nullopt;
  }
  if (u8(packet.bytes, 9) != protocol_tcp) {
    ++counts_.not_tcp;
    return std::nullopt;
  }
  const std::uint16_t total = u16(packet.bytes, 2);
  if (total != 0 && total < header) {
    ++counts_.malformed;
    return std::nullopt;
  }
  const ip_packet whole = packet.cut_to(total);
  constexpr std::uint16_t more_fragments_or_offset = 0x3fff;
  if ((u16(packet.bytes, 6) & more_fragments_or_offset) != 0) return join_fragment(whole.bytes);
  return decode_tcp(whole.behind(header), ipv4_text(packet.bytes, 12), ipv4_text(packet.bytes, 16));
}

std::optional<tcp_segment> packet_decoder::decode_ipv6(const ip_packet& packet) {
  constexpr std::size_t header = 40;
  if (packet.bytes.size() < header) {
    ++counts_.malformed;
    return std::nullopt;
  }
  const std::uint16_t payload = u16(packet.bytes, 4);
  const ip_packet whole = packet.cut_to(payload == 0 ? 0 : header + payload);
  std::uint8_t next = u8(whole.bytes, 6);
  std::size_t at = header;
  while (next != protocol_tcp) {
    constexpr std::uint8_t hop_by_hop = 0, routing = 43, fragment = 44, authentication = 51, options = 60,
                           mobility = 135;
    const bool known = next == hop_by_hop || next == routing || next == fragment || next == authentication ||
                       next == options || next == mobility;
    if (!known) {
      ++counts_.not_tcp;
      return std::nullopt;
    }
    if (whole.bytes.size() < at + 8) {
      ++counts_.malformed;
      return std::nullopt;
    }
    if (next == fragment && (u16(whole.bytes, at + 2) & 0xfff9) != 0) {
      ++counts_.ipv6_fragments;
      return std::nullopt;
    }
    const std::size_t length = u8(whole.bytes, at + 1);
    const std::size_t size = next == fragment ? 8 : next == authentication ? (length + 2) * 4 : (length + 1) * 8;
    next = u8(whole.bytes, at);
    at += size;
    if (whole.bytes.size() < at) {
      ++counts_.malformed;
      return std::nullopt;
    }
  }
  return decode_tcp(whole.behind(at), ipv6_text(whole.bytes, 8), ipv6_text(whole.bytes, 24));
}

std::optional<tcp_segment> packet_decoder::join_fragment(std::string_view packet) {
  fragments& all = *fragments_;
  if (all.bytes + packet.size() > all.bytes_max) {
    counts_.fragments_lost += all.waiting();
    all.reassembler.clear_streams();
    all.packets.clear();
    all.bytes = 0;
  }
  const std::string name(std::string(packet.substr(4, 2)) + std::string(packet.substr(12, 8)));
  fragments::packet& whole = all.packets[name];
  ++whole.fragments;
  whole.bytes += packet.size();
  all.bytes += packet.size();
  try {
    Tins::IP ip(data_of(packet), static_cast<std::uint32_t>(packet.size()));
    if (all.reassembler.process(ip) == Tins::IPv4Reassembler::FRAGMENTED) return std::nullopt;
    all.bytes -= whole.bytes;
    all.packets.erase(name);
    const auto* tcp = ip.find_pdu<Tins::TCP>();
    if (tcp == nullptr) {
      ++counts_.malformed;
      return std::nullopt;
    }
    tcp_segment segment = to_segment(*tcp, ip.src_addr().to_string(), ip.dst_addr().to_string());
    segment.wire_bytes = segment.payload.size();
    return segment;
  } catch (const Tins::exception_base&) {
    ++counts_.malformed;
    return std::nullopt;
  }
}

std::optional<tcp_segment> packet_decoder::decode_tcp(const ip_packet& payload, const std::string& from,
                                                      const std::string& to) {
  try {
    const Tins::TCP tcp(data_of(payload.bytes), static_cast<std::uint32_t>(payload.bytes.size()));
    tcp_segment segment = to_segment(tcp, from, to);
    segment.wire_bytes = payload.behind(payload.bytes.size() - segment.payload.size()).wire_bytes;
    return segment;
  } catch (const Tins::exception_base&) {
    ++counts_.malformed;
    return std::nullopt;
  }
}

}  // namespace asynchat::traces
