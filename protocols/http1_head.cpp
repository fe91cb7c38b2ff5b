#include "http1_head.h"

#include <algorithm>

#include "read_number.h"

namespace asynchat::protocols {

namespace {

constexpr std::string_view blanks = " \t";

bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A byte of a token, RFC 9110 section 5.6.2.
bool is_token_byte(char c) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || marks.find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_token_byte); }

bool is_text(std::string_view text) { return std::none_of(text.begin(), text.end(), is_control); }

/// True when `text` is `lower` but for the case of ASCII letters; `lower` has no upper-case ones.
bool is_word(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b; });
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Takes the text up to `end` from the front of `rest`, and `end` with it; all of it where there is none.
std::string_view take_until(std::string_view& rest, std::string_view end) {
  const std::size_t at = rest.find(end);
  const std::string_view taken = rest.substr(0, at);
  rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + end.size());
  return taken;
}

bool is_version(std::string_view text) {
  return text.size() == 8 && text.substr(0, 7) == "HTTP/1." && is_digit(text[7]);
}

void read_request_line(std::string_view line, http1_head& head) {
  head.method = take_until(line, " ");
  const std::string_view target = take_until(line, " ");
  const bool good = is_token(head.method) && !target.empty() && is_text(target) &&
                    target.find('\t') == std::string_view::npos && is_version(line);
  if (!good) head.error = "start-line";
}

void read_status_line(std::string_view line, http1_head& head) {
  const std::string_view version = take_until(line, " ");
  const std::string_view status = take_until(line, " ");
  const bool three_digits = status.size() == 3 && std::all_of(status.begin(), status.end(), is_digit);
  if (is_version(version) && three_digits && status[0] != '0' && is_text(line)) {
    head.status = *read_number<unsigned>(status);
  } else {
    head.error = "start-line";
  }
}

struct header_line {
  std::string_view name;
  std::string_view value;
  std::string_view error;
};

header_line read_header_line(std::string_view line) {
  if (!line.empty() && blanks.find(line.front()) != std::string_view::npos) return {{}, {}, "obs-fold"};
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon)) || !is_text(line)) {
    return {{}, {}, "header-line"};
  }
  return {line.substr(0, colon), trimmed(line.substr(colon + 1)), {}};
}

void read_content_length(std::string_view value, http1_head& head) {
  const std::optional<std::uint64_t> length = read_number<std::uint64_t>(value);
  if (!length || head.content_length) head.error = "content-length";
  head.content_length = length;
}

/// Codings are applied in the order of the list, and of the header lines: chunked comes last, once.
void read_transfer_encoding(std::string_view list, http1_head& head) {
  std::size_t comma = 0;
  do {
    comma = list.find(',');
    const std::string_view coding = trimmed(take_until(list, ","));
    if (coding.empty() || head.coding == http1_coding::chunked) head.error = "transfer-encoding";
    head.coding = is_word(coding, "chunked") ? http1_coding::chunked : http1_coding::other;
  } while (comma != std::string_view::npos);
}

/// Reads lines to the first that is wrong.
void read_header_lines(std::string_view block, http1_head& head) {
  while (!block.empty() && head.error.empty()) {
    const header_line line = read_header_line(take_until(block, "\r\n"));
    head.error = line.error;
    if (is_word(line.name, "content-length")) read_content_length(line.value, head);
    if (is_word(line.name, "transfer-encoding")) read_transfer_encoding(line.value, head);
  }
}

}  // namespace

http1_head read_http1_head(std::string_view block, side from) {
  http1_head head;
  const std::string_view start = take_until(block, "\r\n");
  if (from == side::client) {
    read_request_line(start, head);
  } else {
    read_status_line(start, head);
  }
  read_header_lines(block, head);
  if (!head.error.empty()) return head;

  const bool coded = head.coding != http1_coding::none;
  const bool version_1_0 = (from == side::client ? start.substr(start.size() - 8) : start.substr(0, 8)) == "HTTP/1.0";
  if (coded && head.content_length) {
    head.error = "length-conflict";
  } else if (coded && (version_1_0 || (from == side::client && head.coding == http1_coding::other))) {
    head.error = "transfer-encoding";
  }
  return head;
}

std::string_view check_http1_lines(std::string_view block) {
  while (!block.empty()) {
    const header_line line = read_header_line(take_until(block, "\r\n"));
    if (!line.error.empty()) return line.error;
  }
  return {};
}

std::optional<std::uint64_t> read_http1_chunk_size(std::string_view line) {
  const std::string_view digits = line.substr(0, line.find_first_not_of("0123456789abcdefABCDEF"));
  const std::string_view rest = line.substr(digits.size());
  const std::size_t extension = rest.find_first_not_of(blanks);
  const bool good = rest.empty() || (extension != std::string_view::npos && rest[extension] == ';' && is_text(rest));
  return good ? read_number<std::uint64_t>(digits, 16) : std::nullopt;
}

}  // namespace asynchat::protocols
