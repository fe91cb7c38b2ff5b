#include <asynchat/protocols/references.h>
#include <asynchat/protocols/registry.h>
#include <asynchat/transport/escape.h>

#include "read_number.h"

#include <array>
#include <charconv>
#include <system_error>

namespace asynchat::protocols {

namespace {

constexpr std::array<framing_description, 11> descriptions{{
    {"line", "lines that end with LF"},
    {"crlf", "lines that end with CR LF"},
    {"delimiter:TEXT", "frames that end with TEXT; escapes \\r \\n \\t \\0 \\\\ \\\" \\xHH"},
    {"count:N", "frames of N bytes"},
    {"length:FORM", "frames after their length; FORM is u8, u16be, u16le, u32be, u32le or varint"},
    {"http1", "HTTP/1.0 and HTTP/1.1 messages"},
    {"resp", "RESP2 values and inline commands, the protocol of Redis"},
    {"netstring", "netstrings, 5:hello,"},
    {"memcache", "the text protocol of memcached"},
    {"mqtt", "MQTT 3.1.1 control packets"},
    {"smtp", "SMTP commands, messages and replies"},
}};

constexpr std::array<length_prefix, 6> length_prefixes{length_prefix::u8,    length_prefix::u16be,
                                                       length_prefix::u16le, length_prefix::u32be,
                                                       length_prefix::u32le, length_prefix::varint};

constexpr std::string_view known_escapes = "\\r \\n \\t \\0 \\\\ \\\" \\xHH";

std::string in_quotes(std::string_view text) { return '\'' + std::string(text) + '\''; }

std::string list_of_framings() {
  std::string list;
  for (const framing_description& one : descriptions) {
    list += list.empty() ? "" : ", ";
    list += one.grammar;
  }
  return list;
}

parsed_framing wrong(std::string sentence) { return {std::nullopt, std::move(sentence)}; }

std::optional<char> read_hex_byte(std::string_view digits) {
  const std::optional<unsigned> value = read_number<unsigned>(digits, 16);
  if (digits.size() != 2 || !value) return std::nullopt;
  return static_cast<char>(*value);
}

/// The byte of the escape that begins with the backslash at `at`, which moves past it; none where it is no escape.
std::optional<char> read_escape(std::string_view text, std::size_t& at) {
  constexpr std::string_view letters = "rnt0\\\"";
  constexpr std::string_view bytes("\r\n\t\0\\\"", 6);
  const char letter = at + 1 < text.size() ? text[at + 1] : '\0';
  if (letter == 'x') {
    const std::optional<char> byte = read_hex_byte(text.substr(at + 2, 2));
    at += 4;
    return byte;
  }
  const std::size_t known = letters.find(letter);
  if (letter == '\0' || known == std::string_view::npos) return std::nullopt;
  at += 2;
  return bytes[known];
}

parsed_framing parse_delimiter(std::string_view text) {
  if (text.empty()) return wrong("framing delimiter:TEXT needs at least one byte of TEXT");
  delimiter_spec spec;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '\\') {
      spec.text += text[at++];
      continue;
    }
    const std::size_t escape = at;
    const std::optional<char> byte = read_escape(text, at);
    if (!byte) {
      return wrong("framing delimiter:" + std::string(text) + " has a bad escape at character " +
                   std::to_string(escape + 1) + " of its text; known are " + std::string(known_escapes));
    }
    spec.text += *byte;
  }
  return {spec, {}};
}

parsed_framing parse_count(std::string_view text) {
  std::uint64_t count = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, count);
  const std::string name = "framing count:" + std::string(text);
  if (error == std::errc::result_out_of_range) {
    return wrong(name + " overflows: N is at most 18446744073709551615");
  }
  if (error != std::errc() || stopped != end) return wrong(name + " needs a decimal number of bytes");
  if (count == 0) return wrong(name + " needs at least 1 byte in a frame");
  return {count_spec{count}, {}};
}

parsed_framing parse_length(std::string_view text) {
  for (const length_prefix prefix : length_prefixes) {
    if (to_string(prefix) == text) return {length_spec{prefix}, {}};
  }
  return wrong("framing length:" + std::string(text) +
               " is unknown; known are length:u8, u16be, u16le, u32be, u32le and varint");
}

parsed_framing parse_plain(std::string_view text) {
  if (text == "line") return {line_spec{}, {}};
  if (text == "crlf") return {crlf_spec{}, {}};
  if (text == "http1") return {http1_spec{}, {}};
  if (text == "resp") return {resp_spec{}, {}};
  if (text == "netstring") return {netstring_spec{}, {}};
  if (text == "memcache") return {memcache_spec{}, {}};
  if (text == "mqtt") return {mqtt_spec{}, {}};
  if (text == "smtp") return {smtp_spec{}, {}};
  return wrong("unknown framing " + in_quotes(text) + "; known are " + list_of_framings());
}

}  // namespace

parsed_framing parse_framing(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return parse_plain(text);
  const std::string_view name = text.substr(0, colon);
  const std::string_view parameter = text.substr(colon + 1);
  if (name == "delimiter") return parse_delimiter(parameter);
  if (name == "count") return parse_count(parameter);
  if (name == "length") return parse_length(parameter);
  if (parse_plain(name).spec) return wrong("framing " + std::string(name) + " takes no parameter");
  return parse_plain(text);
}

std::string to_string(const framing_spec& spec) {
  struct texts {
    std::string operator()(const line_spec&) const { return "line"; }
    std::string operator()(const crlf_spec&) const { return "crlf"; }
    std::string operator()(const delimiter_spec& one) const { return "delimiter:" + escaped(one.text); }
    std::string operator()(const count_spec& one) const { return "count:" + std::to_string(one.frame_bytes); }
    std::string operator()(const length_spec& one) const { return "length:" + std::string(to_string(one.prefix)); }
    std::string operator()(const http1_spec&) const { return "http1"; }
    std::string operator()(const resp_spec&) const { return "resp"; }
    std::string operator()(const netstring_spec&) const { return "netstring"; }
    std::string operator()(const memcache_spec&) const { return "memcache"; }
    std::string operator()(const mqtt_spec&) const { return "mqtt"; }
    std::string operator()(const smtp_spec&) const { return "smtp"; }
  };
  return std::visit(texts{}, spec);
}

std::span<const framing_description> known_framings() { return descriptions; }

bool is_heard(const framing_spec& spec, std::string_view frame_name) {
  if (std::holds_alternative<http1_spec>(spec)) return frame_name == "head";
  if (!std::holds_alternative<smtp_spec>(spec)) return false;
  return frame_name == "command" || frame_name == "response" || frame_name == "reply";
}

std::vector<reference_frame> reference(const framing_spec& spec, side from, std::string_view bytes, stream_end end,
                                       std::span<const heard_frame> heard, const framing_limits& limits) {
  using frames = std::vector<reference_frame>;
  struct references {
    side from;
    std::string_view bytes;
    stream_end end;
    std::span<const heard_frame> heard;
    const framing_limits& limits;

    frames operator()(const line_spec&) const { return delimiter_reference(bytes, "\n", end, limits); }
    frames operator()(const crlf_spec&) const { return delimiter_reference(bytes, "\r\n", end, limits); }
    frames operator()(const delimiter_spec& one) const { return delimiter_reference(bytes, one.text, end, limits); }
    frames operator()(const count_spec& one) const { return count_reference(bytes, one.frame_bytes, end, limits); }
    frames operator()(const length_spec& one) const { return length_reference(bytes, one.prefix, end, limits); }
    frames operator()(const http1_spec&) const { return http1_reference(bytes, from, heard, end, limits); }
    frames operator()(const resp_spec&) const { return resp_reference(bytes, from, end, limits); }
    frames operator()(const netstring_spec&) const { return netstring_reference(bytes, end, limits); }
    frames operator()(const memcache_spec&) const { return memcache_reference(bytes, from, end, limits); }
    frames operator()(const mqtt_spec&) const { return mqtt_reference(bytes, from, end, limits); }
    frames operator()(const smtp_spec&) const { return smtp_reference(bytes, from, heard, end, limits); }
  };
  return std::visit(references{from, bytes, end, heard, limits}, spec);
}

}  // namespace asynchat::protocols
