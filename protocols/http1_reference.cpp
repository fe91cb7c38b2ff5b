#include <asynchat/protocols/references.h>

#include "reference_walk.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

namespace asynchat::protocols {

namespace {

const std::string token_bytes = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::string stripped(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string> split(const std::string& text, const std::string& separator) {
  std::vector<std::string> parts;
  std::size_t start = 0;
  for (std::size_t at; (at = text.find(separator, start)) != std::string::npos; start = at + separator.size()) {
    parts.push_back(text.substr(start, at - start));
  }
  parts.push_back(text.substr(start));
  return parts;
}

bool consists_of(const std::string& text, const std::string& bytes) {
  return !text.empty() && text.find_first_not_of(bytes) == std::string::npos;
}

bool has_control(const std::string& text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return std::iscntrl(static_cast<unsigned char>(c)) != 0 && c != '\t'; });
}

bool is_http_version(const std::string& text) {
  return text.size() == 8 && text.starts_with("HTTP/1.") && std::isdigit(static_cast<unsigned char>(text[7])) != 0;
}

/// A header or trailer line; `error` is empty, or why it is none.
struct header {
  std::string name;
  std::string value;
  std::string error;
};

header read_header(const std::string& line) {
  if (line.starts_with(' ') || line.starts_with('\t')) return {"", "", "obs-fold"};
  const std::size_t colon = line.find(':');
  if (colon == std::string::npos || !consists_of(line.substr(0, colon), token_bytes) || has_control(line)) {
    return {"", "", "header-line"};
  }
  return {lower(line.substr(0, colon)), stripped(line.substr(colon + 1)), ""};
}

struct message {
  std::string method;
  std::string version;
  int status = 0;
  std::vector<std::string> lengths;
  std::vector<std::string> codings;

  bool chunked() const { return !codings.empty() && codings.back() == "chunked"; }
};

bool read_start(const std::string& line, side from, message& result) {
  const std::vector<std::string> words = split(line, " ");
  if (from == side::client) {
    if (words.size() != 3) return false;
    result.method = words[0];
    result.version = words[2];
    return consists_of(words[0], token_bytes) && !words[1].empty() && !has_control(words[1]) &&
           words[1].find('\t') == std::string::npos && is_http_version(words[2]);
  }
  if (words.size() < 2 || has_control(line)) return false;
  result.version = words[0];
  result.status = std::atoi(words[1].c_str());
  return is_http_version(words[0]) && words[1].size() == 3 && consists_of(words[1], "0123456789") &&
         result.status >= 100;
}

std::string read_codings(const std::string& list, message& result) {
  for (const std::string& coding : split(list, ",")) {
    if (stripped(coding).empty() || result.chunked()) return "transfer-encoding";
    result.codings.push_back(lower(stripped(coding)));
  }
  return "";
}

std::string read_length(const std::string& value, message& result) {
  result.lengths.push_back(value);
  return is_reference_number(value, "18446744073709551615") && result.lengths.size() == 1 ? "" : "content-length";
}

/// Why the head is refused, or empty; the first wrong line decides.
std::string read_message(const std::string& head, side from, message& result) {
  const std::vector<std::string> lines = split(head, "\r\n");
  if (!read_start(lines[0], from, result)) return "start-line";
  for (std::size_t i = 1; i < lines.size(); ++i) {
    header one = read_header(lines[i]);
    if (one.name == "content-length") one.error = read_length(one.value, result);
    if (one.name == "transfer-encoding") one.error = read_codings(one.value, result);
    if (!one.error.empty()) return one.error;
  }
  if (result.codings.empty()) return "";
  if (!result.lengths.empty()) return "length-conflict";
  const bool endless_request = from == side::client && !result.chunked();
  return result.version == "HTTP/1.0" || endless_request ? "transfer-encoding" : "";
}

class http1_walk final : private reference_walk {
 public:
  http1_walk(std::string_view bytes, side from, std::span<const heard_frame> heard, stream_end end,
             const framing_limits& limits)
      : reference_walk(bytes, end, limits), from_(from) {
    for (const heard_frame& frame : heard) {
      const bool interim = from == side::client && status_of(frame) < 200 && status_of(frame) != 101;
      if (!interim) heard_.push_back(frame);
    }
  }

  std::vector<reference_frame> run() {
    while (!done_ && at_ < bytes_.size()) message_at();
    return frames_;
  }

 private:
  /// Of "HTTP/1.1 200 OK"; 0 of what is shorter.
  static int status_of(const heard_frame& frame) {
    return frame.bytes.size() < 12 ? 0 : std::atoi(frame.bytes.substr(9, 3).c_str());
  }

  void message_at() {
    std::string head;
    if (!take_lines("\r\n\r\n", limits_.head_bytes_max, head, bytes_.substr(at_))) return;
    message one;
    const std::string error = read_message(head, from_, one);
    if (!error.empty()) return fail(error);
    add("head", head + "\r\n");
    const bool interim = from_ == side::server && one.status < 200 && one.status != 101;
    const std::string request = from_ == side::server && !interim ? next_request() : "";
    if (has_body(one, request)) {
      body(one);
    } else {
      add("end", "");
    }
    if (!done_ && !interim && is_last(one, request)) rest_is_data();
  }

  /// The head of the oldest request without an answer that was sent before the answer's head was complete.
  std::string next_request() {
    if (matched_ == heard_.size() || heard_[matched_].before >= at_) return "";
    return heard_[matched_++].bytes;
  }

  /// The status of the answer to this request, which belongs to it by its number; 0 where it came too late to change
  /// what follows the request.
  int next_answer() {
    const std::size_t number = matched_++;
    return number < heard_.size() && heard_[number].before <= at_ ? status_of(heard_[number]) : 0;
  }

  bool has_body(const message& one, const std::string& request) const {
    if (from_ == side::client) return !one.lengths.empty() || !one.codings.empty();
    if (one.status < 200 || one.status == 204 || one.status == 304) return false;
    return !request.starts_with("HEAD ") && !(request.starts_with("CONNECT ") && one.status < 300);
  }

  bool is_last(const message& one, const std::string& request) {
    const bool to_connect = from_ == side::client ? one.method == "CONNECT" : request.starts_with("CONNECT ");
    const int status = from_ == side::client ? next_answer() : one.status;
    return status == 101 || (to_connect && status / 100 == 2);
  }

  void body(const message& one) {
    if (one.chunked()) return chunks();
    if (one.lengths.empty()) {
      rest_is_data();
      if (end_ == stream_end::ended) add("end", "");
    } else if (take_data(std::strtoull(one.lengths[0].c_str(), nullptr, 10))) {
      add("end", "");
    }
  }

  void chunks() {
    std::string line;
    while (take_lines("\r\n", limits_.head_bytes_max, line, "")) {
      const std::size_t digits = std::min(line.find_first_not_of("0123456789abcdefABCDEF"), line.size());
      const std::string size = line.substr(std::min(line.find_first_not_of('0'), digits), std::string::npos);
      const std::string extension = stripped(line.substr(digits));
      const std::size_t significant = digits - (line.size() - size.size());
      const bool plain = digits == line.size();
      if (digits == 0 || significant > 16 || (!plain && !extension.starts_with(';')) || has_control(line)) {
        return fail("chunk-size");
      }
      const std::uint64_t count = std::strtoull(size.substr(0, significant).c_str(), nullptr, 16);
      if (count == 0) return trailers();
      if (!take_data(count)) return;
      const std::string_view after = bytes_.substr(at_, 2);
      if (after.size() < 2) return stop("");
      at_ += 2;
      if (after != "\r\n") return fail("chunk-end");
    }
  }

  void trailers() {
    const std::size_t start = at_;
    std::vector<std::string> lines;
    for (;;) {
      const std::string_view so_far = bytes_.substr(start, at_ - start);
      std::string line;
      const bool open = take_lines("\r\n", limits_.head_bytes_max - so_far.size(), line, "");
      if (!open && frames_.back().name == "incomplete") frames_.back().bytes = bytes_.substr(start);
      if (!open) return;
      if (line.empty()) break;
      if (so_far.size() + line.size() + 2 > limits_.head_bytes_max) return fail("too-long");
      lines.push_back(line);
    }
    for (const std::string& line : lines) {
      const std::string error = read_header(line).error;
      if (!error.empty()) return fail(error);
    }
    if (!lines.empty()) add("trailers", bytes_.substr(start, at_ - 2 - start));
    add("end", "");
  }

  side from_;
  std::vector<heard_frame> heard_;
  std::size_t matched_ = 0;
};

}  // namespace

std::vector<reference_frame> http1_reference(std::string_view bytes, side from, std::span<const heard_frame> heard,
                                             stream_end end, const framing_limits& limits) {
  return http1_walk(bytes, from, heard, end, limits).run();
}

}  // namespace asynchat::protocols
