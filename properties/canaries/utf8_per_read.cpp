#include <cstddef>
#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

bool goes_on(char byte) { return (static_cast<unsigned char>(byte) & 0xc0u) == 0x80; }

std::size_t size_of_character(char first) {
  const auto lead = static_cast<unsigned char>(first);
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
}

/// The bytes, each character that does not lie within them whole replaced.
std::string decoded(std::string_view chunk) {
  std::string text;
  while (!chunk.empty()) {
    const std::size_t size = goes_on(chunk[0]) ? chunk.size() + 1 : size_of_character(chunk[0]);
    const bool whole = size <= chunk.size();
    text += whole ? chunk.substr(0, size) : "\xef\xbf\xbd";
    chunk.remove_prefix(whole ? size : 1);
  }
  return text;
}

struct utf8_per_read_parser {
  void feed(std::string_view chunk, events& out) {
    kept_ += decoded(chunk);
    take_lines(kept_, out);
  }
  void finish(events& out) { tell_incomplete(kept_, out); }

  friend bool operator==(const utf8_per_read_parser&, const utf8_per_read_parser&) = default;

 private:
  std::string kept_;
};

}  // namespace

canary utf8_per_read() {
  return {
      .name = "utf8_per_read",
      .mistake = "Each read is decoded as UTF-8 by itself, so a character that is cut becomes replacement characters.",
      .models = "smtpd on asynchat (akheron/cpython#2), needle#374 and many more: decode(chunk) without a state.",
      .caught_by = law::invariance,
      .framing = "crlf, UTF-8",
      .cuts_max = 1,
      .right = {"\xc3\xa9\r\n", "2 2 | eof"},
      .wrong = {"\xc3\xa9\r\n", "1 3 | eof"},
      .model = model_of(crlf_rule),
      .make = make_parser<utf8_per_read_parser>,
      .make_right = make_right<crlf_rule>};
}

}  // namespace asynchat::properties::canaries
