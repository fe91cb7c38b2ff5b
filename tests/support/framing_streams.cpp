#include "framing_streams.h"

#include "http1_streams.h"
#include "memcache_streams.h"
#include "mqtt_streams.h"
#include "seeded_random.h"
#include "smtp_streams.h"

#include <algorithm>
#include <variant>

namespace asynchat::support {

namespace {

using namespace protocols;

constexpr std::size_t frames_max = 10;

std::string delimited(seeded_random& random, const std::string& delimiter) {
  const std::string alphabet = delimiter + delimiter + "\r\nxy";
  std::string bytes;
  for (std::size_t frames = random.below(frames_max); frames > 0; --frames) {
    bytes += random.bytes_of(alphabet, 40) + delimiter;
  }
  if (random.one_in(4)) bytes += random.bytes_of(alphabet, 20);
  return bytes;
}

std::string counted(seeded_random& random, std::uint64_t frame_bytes) {
  constexpr std::uint64_t bytes_max = 512;
  const std::uint64_t frames = std::min<std::uint64_t>(bytes_max / frame_bytes, random.below(frames_max));
  std::string bytes;
  while (bytes.size() < frames * frame_bytes) bytes += random.byte_of("ab\r\n");
  if (random.one_in(4)) bytes += random.bytes_of("ab", static_cast<std::size_t>(std::min(frame_bytes, bytes_max)));
  return bytes;
}

std::string varint(std::uint64_t value, std::size_t padding) {
  std::string bytes;
  for (; value >= 128; value /= 128) bytes += static_cast<char>(value % 128 + 128);
  bytes += static_cast<char>(value + (padding > 0 ? 128 : 0));
  for (; padding > 0; --padding) bytes += padding == 1 ? '\0' : '\x80';
  return bytes;
}

std::string fixed(std::uint64_t value, std::size_t bytes, bool big_endian) {
  std::string prefix;
  for (std::size_t i = 0; i < bytes; ++i) prefix += static_cast<char>(value >> (8 * i) & 0xff);
  if (big_endian) std::reverse(prefix.begin(), prefix.end());
  return prefix;
}

std::string prefixed(const std::string& payload, length_prefix prefix, std::size_t padding) {
  const std::uint64_t size = payload.size();
  switch (prefix) {
    case length_prefix::u8:
      return fixed(size, 1, true) + payload;
    case length_prefix::u16be:
      return fixed(size, 2, true) + payload;
    case length_prefix::u16le:
      return fixed(size, 2, false) + payload;
    case length_prefix::u32be:
      return fixed(size, 4, true) + payload;
    case length_prefix::u32le:
      return fixed(size, 4, false) + payload;
    case length_prefix::varint:
      return varint(size, padding) + payload;
  }
  return {};
}

std::string length_prefixed(seeded_random& random, length_prefix prefix) {
  const std::string_view alphabet("\0\x01\x80x", 4);
  std::string bytes;
  for (std::size_t frames = random.below(frames_max); frames > 0; --frames) {
    const std::size_t size_max = random.one_in(6) ? 255 : 20;
    bytes += prefixed(random.bytes_of(alphabet, size_max), prefix, random.one_in(5) ? random.below(5) : 0);
  }
  if (random.one_in(4) && !bytes.empty()) bytes.resize(random.below(bytes.size()));
  return bytes;
}

std::string bulk(seeded_random& random) {
  if (random.one_in(10)) return "$-1\r\n";
  const std::string data = random.bytes_of("\r\n$*:+-1ab", random.one_in(8) ? 200 : 12);
  return "$" + std::to_string(data.size()) + "\r\n" + data + "\r\n";
}

std::string resp_value(seeded_random& random, std::size_t depth) {
  switch (random.below(depth < 4 ? 6 : 4)) {
    case 0:
      return "+" + random.bytes_of("OK $*", 8) + "\r\n";
    case 1:
      return "-" + random.bytes_of("ERR -1", 12) + "\r\n";
    case 2:
      return std::string(":") + (random.one_in(3) ? "-" : "") + std::to_string(random.next() >> random.between(1, 63)) +
             "\r\n";
    case 3:
      return bulk(random);
    default:
      break;
  }
  if (random.one_in(8)) return "*-1\r\n";
  const std::size_t size = random.below(5);
  std::string value = "*" + std::to_string(size) + "\r\n";
  for (std::size_t i = 0; i < size; ++i) value += resp_value(random, depth + 1);
  return value;
}

std::string resp_command(seeded_random& random) {
  if (random.one_in(4)) return random.bytes_of("PING x$+", 12) + "\r\n";
  const std::size_t size = random.between(1, 4);
  std::string command = "*" + std::to_string(size) + "\r\n";
  for (std::size_t i = 0; i < size; ++i) command += bulk(random);
  return command;
}

std::string resp(seeded_random& random, side from) {
  std::string bytes;
  for (std::size_t frames = random.below(frames_max); frames > 0; --frames) {
    bytes += from == side::client ? resp_command(random) : resp_value(random, 0);
  }
  if (random.one_in(4) && !bytes.empty()) bytes.resize(random.below(bytes.size()));
  return bytes;
}

std::string netstrings(seeded_random& random) {
  std::string bytes;
  for (std::size_t frames = random.below(frames_max); frames > 0; --frames) {
    const std::string content = random.bytes_of("0123:,x\r\n", random.one_in(6) ? 200 : 20);
    bytes += std::to_string(content.size()) + ':' + content + ',';
  }
  if (random.one_in(4) && !bytes.empty()) bytes.resize(random.below(bytes.size()));
  return bytes;
}

struct stream_of {
  seeded_random& random;
  side from;

  generated_stream operator()(const line_spec&) const { return {delimited(random, "\n"), {}}; }
  generated_stream operator()(const crlf_spec&) const { return {delimited(random, "\r\n"), {}}; }
  generated_stream operator()(const delimiter_spec& one) const { return {delimited(random, one.text), {}}; }
  generated_stream operator()(const count_spec& one) const { return {counted(random, one.frame_bytes), {}}; }
  generated_stream operator()(const length_spec& one) const { return {length_prefixed(random, one.prefix), {}}; }
  generated_stream operator()(const http1_spec&) const { return generate_http1_stream(random, from); }
  generated_stream operator()(const resp_spec&) const { return {resp(random, from), {}}; }
  generated_stream operator()(const netstring_spec&) const { return {netstrings(random), {}}; }
  generated_stream operator()(const memcache_spec&) const { return {generate_memcache_stream(random, from), {}}; }
  generated_stream operator()(const mqtt_spec&) const { return {generate_mqtt_stream(random, from), {}}; }
  generated_stream operator()(const smtp_spec&) const { return generate_smtp_stream(random, from); }
};

/// What means something in some protocol, where it was not expected.
std::string startling(seeded_random& random) {
  switch (random.below(6)) {
    case 0:
      return "Content-Length: 3\r\n";
    case 1:
      return "Transfer-Encoding: chunked\r\n";
    case 2:
      return " folded\r\n";
    case 3:
      return "*1\r\n*-1\r\n";
    case 4:
      return std::string(10, '\xff');
    default:
      return "\r\n";
  }
}

void damage(seeded_random& random, std::string& bytes) {
  if (bytes.empty()) return;
  if (random.one_in(4)) {
    const std::size_t line_end = bytes.find('\n', random.below(bytes.size()));
    bytes.insert(line_end == std::string::npos ? 0 : line_end + 1, startling(random));
    return;
  }
  const std::size_t at = random.below(bytes.size());
  const std::size_t size = random.between(1, std::min<std::size_t>(bytes.size() - at, 4));
  switch (random.below(5)) {
    case 0:
      bytes[at] = random.byte_of("\r\n :;,0123456789abcdefx*$-\t");
      break;
    case 1:
      bytes[at] = static_cast<char>(random.below(256));
      break;
    case 2:
      bytes.erase(at, size);
      break;
    case 3:
      bytes.insert(at, bytes.substr(at, size));
      break;
    default:
      std::swap(bytes[at], bytes[random.below(bytes.size())]);
      break;
  }
}

}  // namespace

generated_stream generate_stream(const framing_spec& spec, side from, std::uint64_t seed) {
  seeded_random random(seed);
  return std::visit(stream_of{random, from}, spec);
}

generated_stream generate_damaged_stream(const framing_spec& spec, side from, std::uint64_t seed) {
  seeded_random random(seed);
  generated_stream stream = std::visit(stream_of{random, from}, spec);
  for (std::size_t times = random.between(1, 3); times > 0; --times) damage(random, stream.bytes);
  return stream;
}

const std::vector<framing_spec>& all_framings() {
  static const std::vector<framing_spec> framings{
      line_spec{},
      crlf_spec{},
      delimiter_spec{"aab"},
      delimiter_spec{std::string("\0", 1)},
      delimiter_spec{"\r\n.\r\n"},
      count_spec{1},
      count_spec{7},
      length_spec{length_prefix::u8},
      length_spec{length_prefix::u16be},
      length_spec{length_prefix::u16le},
      length_spec{length_prefix::u32be},
      length_spec{length_prefix::u32le},
      length_spec{length_prefix::varint},
      http1_spec{},
      resp_spec{},
      netstring_spec{},
      memcache_spec{},
      mqtt_spec{},
      smtp_spec{},
  };
  return framings;
}

}  // namespace asynchat::support
