#include "fuzz_vocabulary.h"

#include <asynchat/properties/canaries.h>
#include <asynchat/properties/check.h>
#include <asynchat/protocols/registry.h>

#include <algorithm>
#include <map>
#include <utility>

namespace asynchat::cli {

namespace {

using namespace std::string_literals;
using properties::vocabulary;

/// Frames of some letters behind a prefix and before a terminator.
vocabulary delimited(const std::string& end) {
  return {{end}, {}, {"a" + end, end, "USER ab" + end, "ab" + end.substr(0, end.size() - 1) + "c" + end}};
}

vocabulary prefixed(protocols::length_prefix form) {
  const auto of = [form](const std::string& payload) {
    const char size = static_cast<char>(payload.size());
    switch (form) {
      case protocols::length_prefix::u16be:
        return "\0"s + size + payload;
      case protocols::length_prefix::u16le:
        return size + "\0"s + payload;
      case protocols::length_prefix::u32be:
        return "\0\0\0"s + size + payload;
      case protocols::length_prefix::u32le:
        return size + "\0\0\0"s + payload;
      case protocols::length_prefix::u8:
      case protocols::length_prefix::varint:
        break;
    }
    return size + payload;
  };
  return {{of("")}, {"\x01"s, "\x80"s, "\xff"s, "\0\0"s}, {of("a"), of("hello"), of(""), of(std::string(100, 'x'))}};
}

const vocabulary& http1_words() {
  static const vocabulary words{
      {"\r\n", "\r\n\r\n", "\r\n0\r\n\r\n", "5\r\n"},
      {"GET ", "POST ", "HEAD ", "HTTP/1.1", "HTTP/1.0", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n",
       "Connection: close\r\n", "Connection: Upgrade\r\n", "Upgrade: h2c\r\n", "Expect: 100-continue\r\n",
       " folded\r\n", "Host: a\r\n", ";ext=1"},
      {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello",
       "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
       "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "HTTP/1.1 204 No Content\r\n\r\n",
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nA: b\r\n\r\n",
       "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\nto the end"}};
  return words;
}

const vocabulary& resp_words() {
  static const vocabulary words{{"\r\n", "$5\r\n", "*2\r\n"},
                                {"+OK", "-ERR ", ":1000", "$-1\r\n", "*-1\r\n", "$0\r\n\r\n", "*0\r\n"},
                                {"*1\r\n$4\r\nPING\r\n", "*2\r\n$3\r\nGET\r\n$1\r\na\r\n", "PING\r\n", "+OK\r\n",
                                 "-ERR no\r\n", ":42\r\n", "$5\r\nhello\r\n", "*2\r\n$1\r\na\r\n*1\r\n:1\r\n"}};
  return words;
}

const vocabulary& memcache_words() {
  static const vocabulary words{
      {"\r\n", "END\r\n"},
      {"get ", "gets ", "set ", "add ", "cas ", "delete ", "incr ", " noreply", "VALUE ", "STORED", "ERROR"},
      {"set a 0 0 5\r\nhello\r\n", "get a b\r\n", "delete a\r\n", "incr a 1\r\n", "VALUE a 0 5\r\nhello\r\nEND\r\n",
       "STORED\r\n", "END\r\n", "cas a 0 0 2 1\r\nab\r\n", "version\r\n", "SERVER_ERROR out of memory\r\n"}};
  return words;
}

const vocabulary& mqtt_words() {
  static const vocabulary words{{"\xc0\x00"s, "\xd0\x00"s},
                                {"\x00\x04MQTT\x04"s, "\x30"s, "\x32"s, "\x82"s, "\x80\x01"s, "\xff\xff\xff\x7f"s},
                                {"\x10\x0d\x00\x04MQTT\x04\x02\x00\x3c\x00\x01"
                                 "a"s,
                                 "\x20\x02\x00\x00"s,
                                 "\x30\x04\x00\x01"
                                 "ab"s,
                                 "\x32\x06\x00\x01"
                                 "a\x00\x01"
                                 "b"s,
                                 "\x40\x02\x00\x01"s,
                                 "\x82\x06\x00\x01\x00\x01"
                                 "a\x00"s,
                                 "\x90\x03\x00\x01\x00"s, "\xc0\x00"s, "\xd0\x00"s, "\xe0\x00"s}};
  return words;
}

const vocabulary& smtp_words() {
  static const vocabulary words{
      {"\r\n", "\r\n.\r\n", "\r\n.."},
      {"EHLO ", "MAIL FROM:<a@b>", "RCPT TO:<c@d>", "DATA\r\n", "QUIT\r\n", "STARTTLS\r\n", "BDAT 5", "250-", "354 "},
      {"EHLO a\r\n", "MAIL FROM:<a@b>\r\n", "RCPT TO:<c@d>\r\n", "DATA\r\n", "Subject: x\r\n\r\nhi\r\n..\r\n.\r\n",
       "QUIT\r\n", "220 a ESMTP\r\n", "250-a\r\n250 PIPELINING\r\n", "354 go on\r\n", "221 bye\r\n", "NOOP\r\n"}};
  return words;
}

const vocabulary& netstring_words() {
  static const vocabulary words{{",", ":"}, {"0:,", "5:", "10:", "00:"}, {"5:hello,", "0:,", "1:,,", "3:1:a,"}};
  return words;
}

struct words_of_spec {
  vocabulary operator()(const protocols::line_spec&) const { return delimited("\n"); }
  vocabulary operator()(const protocols::crlf_spec&) const { return delimited("\r\n"); }
  vocabulary operator()(const protocols::delimiter_spec& one) const { return delimited(one.text); }
  vocabulary operator()(const protocols::count_spec& one) const {
    constexpr std::uint64_t bytes_max = 4096;
    return {{"ab"}, {}, {std::string(static_cast<std::size_t>(std::min(one.frame_bytes, bytes_max)), 'x')}};
  }
  vocabulary operator()(const protocols::length_spec& one) const { return prefixed(one.prefix); }
  vocabulary operator()(const protocols::http1_spec&) const { return http1_words(); }
  vocabulary operator()(const protocols::resp_spec&) const { return resp_words(); }
  vocabulary operator()(const protocols::netstring_spec&) const { return netstring_words(); }
  vocabulary operator()(const protocols::memcache_spec&) const { return memcache_words(); }
  vocabulary operator()(const protocols::mqtt_spec&) const { return mqtt_words(); }
  vocabulary operator()(const protocols::smtp_spec&) const { return smtp_words(); }
};

/// The vocabulary of a framing's name; what stands behind a comma is for people. Empty for a name that is none.
vocabulary words_of_name(std::string_view name) {
  const protocols::parsed_framing parsed = protocols::parse_framing(name.substr(0, name.find(", ")));
  return parsed.spec ? std::visit(words_of_spec{}, *parsed.spec) : vocabulary();
}

bool is_word_byte(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') || byte == '-' ||
         byte == '_' || byte == '/' || byte == '.';
}

/// Notes what one frame, or one line of it, begins with.
void count_word(std::string_view text, std::map<std::string, std::size_t>& seen) {
  constexpr std::size_t magic_bytes = 4;
  constexpr std::size_t word_bytes_max = 32;
  const auto word_end = std::find_if_not(text.begin(), text.end(), is_word_byte);
  auto size = static_cast<std::size_t>(word_end - text.begin());
  if (size > word_bytes_max) return;
  if (size < text.size() && size > 0 && (text[size] == ':' || text[size] == ' ')) ++size;
  if (size < 2) size = std::min(magic_bytes, text.size());
  if (size > 0) ++seen[std::string(text.substr(0, size))];
}

}  // namespace

properties::vocabulary vocabulary_for(const framing_choice& framing) {
  constexpr std::string_view prefix = "canary:";
  const std::string_view name = framing.name();
  if (!name.starts_with(prefix)) return words_of_name(name);
  const properties::canary* broken = properties::canary_named(name.substr(prefix.size()));
  vocabulary words = words_of_name(broken->framing);
  words.samples.emplace_back(broken->right.bytes);
  return words;
}

std::vector<std::string> words_in(const std::vector<recorded_stream>& streams, const framing_choice& framing) {
  std::map<std::string, std::size_t> seen;
  for (const recorded_stream& stream : streams) {
    const checked_parser parser = framing.parser_for(stream.from);
    std::size_t begin = 0;
    for (const std::size_t end :
         properties::frame_ends({stream.bytes, stream.end, stream.heard, stream.recorded_cuts}, parser.model)) {
      std::string_view frame = std::string_view(stream.bytes).substr(begin, end - begin);
      begin = end;
      for (bool first = true; !frame.empty(); first = false) {
        const std::string_view line = frame.substr(0, frame.find('\n'));
        const bool is_header = line.find(": ") != line.npos && line.ends_with('\r');
        if (first || is_header) count_word(line, seen);
        frame.remove_prefix(std::min(frame.size(), line.size() + 1));
      }
    }
  }
  std::vector<std::pair<std::string, std::size_t>> order(seen.begin(), seen.end());
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::string> words;
  for (auto& [word, times] : order) words.push_back(std::move(word));
  return words;
}

}  // namespace asynchat::cli
