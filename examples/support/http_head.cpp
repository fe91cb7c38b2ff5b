#include "http_head.h"

#include <algorithm>

#include "text.h"

namespace asynchat::examples {

namespace {

constexpr std::string_view bad_request = "400 Bad Request";

bool is_token(std::string_view text) {
  return !text.empty() && text.find_first_of("\"(),/:;<=>?@[\\]{} \t") == std::string_view::npos;
}

/// The target without the "http://host" that a client of a proxy puts before it, and that every server has to take
/// (RFC 9112, 3.2.2); empty where it is none.
std::string path_in(std::string_view target) {
  constexpr std::string_view scheme = "http://";
  if (!same_word(target.substr(0, scheme.size()), scheme)) return std::string(target);
  target.remove_prefix(scheme.size());
  const std::size_t host = std::min(target.find_first_of("/?"), target.size());
  if (host == 0) return {};
  const std::string_view path = target.substr(host);
  return (path.starts_with('/') ? "" : "/") + std::string(path);
}

refusal read_request_line(std::string_view line, request& asked) {
  asked.method = cut(line, " ");
  asked.target = path_in(cut(line, " "));
  if (!is_token(asked.method) || asked.target.empty() || !line.starts_with("HTTP/")) return bad_request;
  if (line != "HTTP/1.1" && line != "HTTP/1.0") return "505 HTTP Version Not Supported";
  asked.http_1_0 = line.ends_with('0');
  asked.keep_alive = !asked.http_1_0;
  if (asked.method == "GET" || asked.method == "HEAD" || asked.method == "POST") return {};
  for (std::string_view known : {"PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"}) {
    if (asked.method == known) return "405 Method Not Allowed\r\nAllow: GET, HEAD, POST";
  }
  return "501 Not Implemented";
}

refusal read_field(std::string_view line, request& asked) {
  if (line.find(':') == std::string_view::npos) return bad_request;
  const std::string_view name = cut(line, ":");
  if (!is_token(name)) return bad_request;  // a blank before the colon, or a folded line
  std::string_view value = without_blanks_around(line);
  if (same_word(name, "host")) ++asked.hosts;
  if (same_word(name, "content-length")) {
    const auto length = number_in<std::uint64_t>(value);
    if (!length || asked.length) return bad_request;
    asked.length = length;
  } else if (same_word(name, "transfer-encoding")) {
    if (asked.chunked || asked.http_1_0) return bad_request;
    if (!same_word(value, "chunked")) return "501 Not Implemented";
    asked.chunked = true;
  } else if (same_word(name, "expect")) {
    if (!same_word(value, "100-continue")) return "417 Expectation Failed";
    asked.expects_continue = !asked.http_1_0;
  } else if (same_word(name, "connection")) {
    while (!value.empty()) {
      const std::string_view option = without_blanks_around(cut(value, ","));
      if (same_word(option, "close")) asked.keep_alive = false;
      if (same_word(option, "keep-alive") && asked.http_1_0) asked.keep_alive = true;
    }
  }
  return {};
}

/// A tab is none: fields may hold it.
bool has_control(std::string_view line) {
  return std::any_of(line.begin(), line.end(), [](char byte) { return is_control(byte) && byte != '\t'; });
}

}  // namespace

refusal read_head(std::string_view head, request& asked) {
  while (head.starts_with("\r\n")) head.remove_prefix(2);
  std::string_view line = cut(head, "\r\n");
  refusal result = has_control(line) ? bad_request : read_request_line(line, asked);
  while (!result && !head.empty()) {
    line = cut(head, "\r\n");
    result = has_control(line) ? bad_request : read_field(line, asked);
  }
  if (result) return result;
  // Two ways to tell where a body ends are two opinions on where the next request begins.
  if ((asked.length && asked.chunked) || asked.hosts > 1 || (asked.hosts == 0 && !asked.http_1_0)) return bad_request;
  return {};
}

}  // namespace asynchat::examples
