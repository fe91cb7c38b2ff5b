#include "http1_streams.h"

#include <string>
#include <utility>

namespace asynchat::support {

namespace {

constexpr std::string_view body_bytes = "\r\n01aF:; HTTP/1.";

/// What one side says in one exchange: the messages, and the head that the other side's framing hears.
struct utterance {
  std::string bytes;
  std::string head;
  bool is_last = false;  ///< nothing of this protocol follows it
};

std::string fields(seeded_random& random) {
  std::string lines;
  for (std::size_t count = random.below(3); count > 0; --count) {
    lines += "X-" + random.bytes_of("ab", 3) + ":" + random.bytes_of(" \tab:;", 8) + "\r\n";
  }
  return lines;
}

std::string hex(std::size_t value, bool upper) {
  const std::string_view digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
  std::string text;
  for (; value > 0 || text.empty(); value /= 16) text.insert(0, 1, digits[value % 16]);
  return text;
}

std::string chunk_line(seeded_random& random, std::size_t size) {
  const std::string padding = random.one_in(5) ? "00" : "";
  const std::string extension = random.one_in(4) ? " ;" + random.bytes_of("a=\"b\t;", 6) : "";
  return padding + hex(size, random.one_in(2)) + extension + "\r\n";
}

std::string chunks(seeded_random& random) {
  std::string bytes;
  for (std::size_t count = random.below(4); count > 0; --count) {
    const std::string data = "-" + random.bytes_of(body_bytes, 30);
    bytes += chunk_line(random, data.size()) + data + "\r\n";
  }
  return bytes + chunk_line(random, 0) + (random.one_in(3) ? "T: a\r\n" + fields(random) : "") + "\r\n";
}

/// A message with a start line, and a body unless `bodiless`.
utterance with_body(seeded_random& random, const std::string& start, bool bodiless) {
  std::string head = start + "\r\n" + fields(random);
  std::string body;
  switch (random.below(3)) {
    case 0:
      body = chunks(random);
      head += random.one_in(2) ? "Transfer-Encoding: chunked\r\n" : "transfer-encoding:gzip\t, Chunked \r\n";
      break;
    case 1:
      body = random.bytes_of(body_bytes, 40);
      [[fallthrough]];
    default:
      head += (random.one_in(2) ? "Content-Length: " : "CONTENT-LENGTH:0") + std::to_string(body.size()) + "\r\n";
      break;
  }
  head += fields(random);
  return {head + "\r\n" + (bodiless ? "" : body), head, false};
}

utterance plain(const std::string& head) { return {head + "\r\n", head, false}; }

std::pair<utterance, utterance> exchange(seeded_random& random, bool last) {
  const std::string tunnelled = random.bytes_of(body_bytes, 40);
  switch (random.below(last ? 9 : 6)) {
    case 0:
      return {plain("HEAD / HTTP/1.1\r\n" + fields(random)), with_body(random, "HTTP/1.1 200 OK", true)};
    case 1:
      return {plain("GET /a HTTP/1.1\r\n" + fields(random)), plain("HTTP/1.1 304 Not Modified\r\n" + fields(random))};
    case 2:
      return {with_body(random, "PUT /b HTTP/1.1", false), plain("HTTP/1.1 204 \r\n")};
    case 3: {
      utterance answer = with_body(random, "HTTP/1.1 200", false);
      answer.bytes = "HTTP/1.1 100 Continue\r\n" + fields(random) + "\r\n" + answer.bytes;
      return {with_body(random, "POST /c HTTP/1.1", false), answer};
    }
    case 4:
    case 5:
      return {plain("GET / HTTP/1.0\r\n"), with_body(random, "HTTP/1.1 404 Not Found", false)};
    case 6: {
      const std::string head = "HTTP/1.0 200 OK\r\n" + fields(random);
      return {plain("GET / HTTP/1.0\r\n"), {head + "\r\n" + tunnelled, head, true}};
    }
    case 7: {
      const std::string head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n";
      const std::string request = "GET / HTTP/1.1\r\nUpgrade: x\r\n";
      return {{request + "\r\n" + tunnelled, request, true}, {head + "\r\n" + tunnelled, head, true}};
    }
    default: {
      const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n";
      const std::string request = "CONNECT a:1 HTTP/1.1\r\n";
      return {{request + "\r\n" + tunnelled, request, true}, {head + "\r\n" + tunnelled, head, true}};
    }
  }
}

/// Where the other side's head was heard: between what it waits for and the moment it must be known.
std::size_t heard_before(const utterance& one, const std::string& said, side from) {
  return from == side::client ? said.size() + one.head.size() + 2 : said.size();
}

}  // namespace

generated_stream generate_http1_stream(seeded_random& random, side from) {
  generated_stream stream;
  const std::size_t exchanges = random.below(5);
  std::size_t pipelined_since = 0;
  for (std::size_t i = 0; i < exchanges; ++i) {
    const auto [request, answer] = exchange(random, i + 1 == exchanges);
    const utterance& mine = from == side::client ? request : answer;
    const utterance& others = from == side::client ? answer : request;
    const bool heard_with_the_last = from == side::server && random.one_in(2);
    const std::size_t before = heard_with_the_last ? pipelined_since : heard_before(mine, stream.bytes, from);
    stream.heard.push_back({before, others.head});
    pipelined_since = before;
    stream.bytes += mine.bytes;
  }
  if (random.one_in(4) && !stream.bytes.empty()) stream.bytes.resize(random.below(stream.bytes.size()));
  return stream;
}

}  // namespace asynchat::support
