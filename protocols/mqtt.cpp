#include <asynchat/protocols/mqtt.h>

#include <array>
#include <optional>
#include <utility>

namespace asynchat::protocols {

namespace {

enum class sender : std::uint8_t { client, server, either };

struct packet_type {
  std::string_view name;  ///< empty for a reserved type
  sender from = sender::either;
  unsigned flags = 0;
  std::optional<std::uint64_t> length = {};  ///< where there is only one
};

// By their number: tables 2.1 and 2.2 of the standard, and the lengths of chapter 3.
constexpr std::array<packet_type, 16> types{{
    {},
    {"connect", sender::client},
    {"connack", sender::server, 0, 2},
    {"publish"},
    {"puback", sender::either, 0, 2},
    {"pubrec", sender::either, 0, 2},
    {"pubrel", sender::either, 2, 2},
    {"pubcomp", sender::either, 0, 2},
    {"subscribe", sender::client, 2},
    {"suback", sender::server},
    {"unsubscribe", sender::client, 2},
    {"unsuback", sender::server, 0, 2},
    {"pingreq", sender::client, 0, 0},
    {"pingresp", sender::server, 0, 0},
    {"disconnect", sender::client, 0, 0},
    {},
}};

constexpr unsigned publish = 3;
constexpr std::size_t header_bytes_max = 5;

unsigned bits_of(char byte) { return static_cast<unsigned char>(byte); }

unsigned number_of(char first) { return bits_of(first) >> 4; }

bool has_its_flags(char first) {
  const unsigned flags = bits_of(first) & 15u;
  const bool impossible_quality = (flags & 6u) == 6;
  return number_of(first) == publish ? !impossible_quality : flags == types[number_of(first)].flags;
}

bool is_sent_by(const packet_type& type, side from) {
  return type.from == sender::either || (type.from == sender::client) == (from == side::client);
}

/// The remaining length in these bytes: groups of seven bits, the lowest first.
std::uint64_t decode(std::string_view groups) {
  std::uint64_t value = 0;
  for (std::size_t i = groups.size(); i > 0; --i) value = value << 7 | (bits_of(groups[i - 1]) & 0x7fu);
  return value;
}

}  // namespace

mqtt_framing::mqtt_framing(loop& owner, std::unique_ptr<stream> source, frame_sink& sink, side from,
                           const framing_limits& limits)
    : placed_framing(owner, std::move(source), sink, limits), from_(from) {
  set_terminator(byte_count(1));
}

void mqtt_framing::collect_incoming_data(std::string_view data) { place_.packet.append(data); }

void mqtt_framing::found_terminator() {
  if (place_.in_body) {
    end_packet();
  } else if (place_.packet.size() == 1) {
    end_first_byte();
  } else {
    end_length_byte();
  }
}

void mqtt_framing::finish() {
  if (!place_.packet.empty()) emit("incomplete", place_.packet.view());
}

void mqtt_framing::end_first_byte() {
  const char first = place_.packet.view().front();
  const packet_type& type = types[number_of(first)];
  if (type.name.empty()) return fail("type");
  if (!is_sent_by(type, from_)) return fail("direction");
  if (!has_its_flags(first)) return fail("flags");
  set_terminator(byte_count(1));
}

void mqtt_framing::end_length_byte() {
  const std::string_view header = place_.packet.view();
  const bool goes_on = (bits_of(header.back()) & 0x80u) != 0;
  if (!goes_on) return begin_body();
  if (header.size() == header_bytes_max) return fail("overlong");
  set_terminator(byte_count(1));
}

void mqtt_framing::begin_body() {
  const std::string_view header = place_.packet.view();
  const std::uint64_t length = decode(header.substr(1));
  if (length != types[number_of(header.front())].length.value_or(length)) return fail("length");
  if (header.size() + length > limits().frame_bytes_max) return fail("too-long");
  if (length == 0) return end_packet();
  place_.in_body = true;
  set_terminator(byte_count(length));
}

void mqtt_framing::end_packet() {
  const gathered_bytes packet = std::exchange(place_, {}).packet;
  set_terminator(byte_count(1));
  emit(types[number_of(packet.view().front())].name, packet.view());
}

}  // namespace asynchat::protocols
