#include "mqtt_streams.h"

#include <array>

namespace asynchat::support {

namespace {

constexpr std::size_t packets_max = 10;

/// First bytes of packets, and how long the rest is: exactly, or any length.
struct shape {
  char first;
  int length;
};

constexpr int any_length = -1;
constexpr std::array<shape, 10> from_client{{{'\x10', any_length},
                                             {'\x82', any_length},
                                             {'\xa2', any_length},
                                             {'\xc0', 0},
                                             {'\xe0', 0},
                                             {'\x40', 2},
                                             {'\x62', 2},
                                             {'\x30', any_length},
                                             {'\x33', any_length},
                                             {'\x3c', any_length}}};
constexpr std::array<shape, 10> from_server{{{'\x20', 2},
                                             {'\x90', any_length},
                                             {'\xb0', 2},
                                             {'\xd0', 0},
                                             {'\x50', 2},
                                             {'\x70', 2},
                                             {'\x62', 2},
                                             {'\x31', any_length},
                                             {'\x32', any_length},
                                             {'\x3d', any_length}}};

/// With zero groups behind it where there is room for them.
std::string remaining_length(std::size_t value, std::size_t padding) {
  std::string bytes;
  for (; value >= 128; value /= 128) bytes += static_cast<char>(value % 128 + 128);
  bytes += static_cast<char>(value);
  for (; padding > 0 && bytes.size() < 4; --padding) {
    bytes.back() = static_cast<char>(bytes.back() | '\x80');
    bytes += '\0';
  }
  return bytes;
}

std::string packet(seeded_random& random, const shape& one) {
  const std::string_view alphabet("\0\x02\x10\x30\x80\xc0x", 7);
  std::string body(one.length > 0 ? static_cast<std::size_t>(one.length) : 0, '\x7f');
  if (one.length == any_length) body = random.bytes_of(alphabet, random.one_in(5) ? 300 : 20);
  return one.first + remaining_length(body.size(), random.one_in(6) ? random.below(4) : 0) + body;
}

}  // namespace

std::string generate_mqtt_stream(seeded_random& random, side from) {
  std::string bytes;
  for (std::size_t packets = random.below(packets_max); packets > 0; --packets) {
    bytes += packet(random, (from == side::client ? from_client : from_server)[random.below(10)]);
  }
  if (random.one_in(4) && !bytes.empty()) bytes.resize(random.below(bytes.size()));
  return bytes;
}

}  // namespace asynchat::support
