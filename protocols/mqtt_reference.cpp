#include <asynchat/protocols/references.h>

#include <algorithm>

namespace asynchat::protocols {

namespace {

/// The type of a packet by its first byte, and empty for a first byte that means none.
std::string type_of(unsigned first) {
  switch (first) {
    case 0x10:
      return "connect";
    case 0x20:
      return "connack";
    case 0x40:
      return "puback";
    case 0x50:
      return "pubrec";
    case 0x62:
      return "pubrel";
    case 0x70:
      return "pubcomp";
    case 0x82:
      return "subscribe";
    case 0x90:
      return "suback";
    case 0xa2:
      return "unsubscribe";
    case 0xb0:
      return "unsuback";
    case 0xc0:
      return "pingreq";
    case 0xd0:
      return "pingresp";
    case 0xe0:
      return "disconnect";
    default:
      return first >= 0x30 && first <= 0x3d && first % 8 < 6 ? "publish" : "";
  }
}

const std::string only_from_clients = "1 8 10 12 14";
const std::string only_from_servers = "2 9 11 13";
const std::string two_bytes_long = "connack puback pubrec pubrel pubcomp unsuback";
const std::string zero_bytes_long = "pingreq pingresp disconnect";

bool has_word(const std::string& list, const std::string& word) {
  return (' ' + list + ' ').find(' ' + word + ' ') != std::string::npos;
}

std::string first_byte_error(unsigned first, side from) {
  const unsigned number = first / 16;
  if (number == 0 || number == 15) return "type";
  if (has_word(from == side::client ? only_from_servers : only_from_clients, std::to_string(number))) {
    return "direction";
  }
  return type_of(first).empty() ? "flags" : "";
}

std::string length_error(const std::string& type, std::size_t header, std::size_t length,
                         const framing_limits& limits) {
  if (has_word(two_bytes_long, type) && length != 2) return "length";
  if (has_word(zero_bytes_long, type) && length != 0) return "length";
  return header + length > limits.frame_bytes_max ? "too-long" : "";
}

unsigned byte_at(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }

}  // namespace

std::vector<reference_frame> mqtt_reference(std::string_view bytes, side from, stream_end end,
                                            const framing_limits& limits) {
  std::vector<reference_frame> frames;
  std::size_t at = 0;
  while (at < bytes.size()) {
    const std::string_view rest = bytes.substr(at);
    const unsigned first = byte_at(rest, 0);
    std::string error = first_byte_error(first, from);
    if (!error.empty()) {
      frames.push_back({"error", error, at + 1});
      break;
    }
    std::size_t header = 1;
    while (header < rest.size() && header < 5 && byte_at(rest, header) >= 128) ++header;
    if (header == 5) {
      frames.push_back({"error", "overlong", at + header});
      break;
    }
    std::size_t length = 0;
    std::size_t weight = 1;
    for (std::size_t i = 1; i <= header && i < rest.size(); ++i, weight *= 128)
      length += weight * (byte_at(rest, i) % 128);
    ++header;
    const bool known = header <= rest.size();
    if (known) error = length_error(type_of(first), header, length, limits);
    if (!error.empty()) {
      frames.push_back({"error", error, at + header});
      break;
    }
    if (!known || rest.size() - header < length) {
      if (end == stream_end::ended) frames.push_back({"incomplete", std::string(rest), bytes.size()});
      break;
    }
    at += header + length;
    frames.push_back({type_of(first), std::string(rest.substr(0, header + length)), at});
  }
  return frames;
}

}  // namespace asynchat::protocols
