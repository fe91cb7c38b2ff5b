// An HTTP/1 server: the asynchat manual's http_request_handler, finished. GET / is a page of 100 bytes, POST is
// answered with what was posted. An object a connection, and a terminator for each part of a request:
//
//     head "\r\n\r\n"   body: a count   chunk: a line "\r\n" with its size, then a count   trailers: lines "\r\n"
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "support/http_head.h"
#include "support/serve.h"
#include "support/session.h"
#include "support/text.h"

namespace asynchat::examples {
namespace {

constexpr std::size_t head_bytes_max = std::size_t{8} * 1024;
constexpr std::size_t body_bytes_max = std::size_t{1024} * 1024;
constexpr int trailers_max = 100;
constexpr std::string_view page =
    "Hello from asynchat. This page is one hundred bytes long, of which the last one ends its only line.\n";
static_assert(page.size() == 100);
constexpr std::string_view bad_request = "400 Bad Request";
constexpr std::string_view too_large = "413 Content Too Large";

class http_session : public session {
 public:
  http_session(asynchat::loop& loop, std::unique_ptr<stream> accepted) : session(loop, std::move(accepted)) {
    // A short request has a longer reply, so what one read may ask for is kept small.
    ac_in_buffer_size(std::size_t{16} * 1024);
    await(part::head);
  }

  void collect_incoming_data(std::string_view data) override {
    (awaited_ == part::body || awaited_ == part::chunk ? body_ : text_) += data;
  }

  void found_terminator() override {
    switch (awaited_) {
      case part::head:
        return begin_request();
      case part::body:
        return answer();
      case part::chunk_size:
        return begin_chunk();
      case part::chunk:
        if (!body_.ends_with("\r\n")) return refuse(bad_request);
        body_.resize(body_.size() - 2);
        return await(part::chunk_size);
      case part::trailer:
        if (text_.empty()) return answer();
        if (++trailers_ > trailers_max) return refuse(bad_request);
        return await(part::trailer);
    }
  }

  void handle_limit() override { refuse(awaited_ == part::head ? "431 Request Header Fields Too Large" : bad_request); }

 private:
  enum class part { head, body, chunk_size, chunk, trailer };

  void await(part next, std::uint64_t bytes = 0) {
    awaited_ = next;
    text_.clear();
    set_frame_limit(bytes == 0 ? head_bytes_max : 0);
    if (bytes > 0) return set_terminator(byte_count(bytes));
    set_terminator(next == part::head ? "\r\n\r\n" : "\r\n");
  }

  void begin_request() {
    asked_ = {};
    if (const refusal why = read_head(text_, asked_)) return refuse(*why);
    const std::uint64_t length = asked_.length.value_or(0);
    if (length > body_bytes_max) return refuse(too_large);
    if (asked_.expects_continue && (asked_.chunked || length > 0)) push("HTTP/1.1 100 Continue\r\n\r\n");
    if (asked_.chunked) return await(part::chunk_size);
    return length > 0 ? await(part::body, length) : answer();
  }

  void begin_chunk() {
    std::string_view line = text_;
    const auto size = number_in<std::uint64_t>(without_blanks_around(cut(line, ";")), 16);
    if (!size) return refuse(bad_request);
    if (*size > body_bytes_max - body_.size()) return refuse(too_large);
    return *size > 0 ? await(part::chunk, *size + 2) : await(part::trailer);
  }

  void answer() {
    if (asked_.method == "POST") {
      reply("200 OK", body_);
    } else if (asked_.target == "/") {
      reply("200 OK", page);
    } else {
      reply("404 Not Found", "Nothing is here.\n");
    }
    body_ = {};
    trailers_ = 0;
    asked_.keep_alive ? await(part::head) : finish();
  }

  void refuse(std::string_view status) {
    asked_.keep_alive = false;
    reply(status, "");
    finish();
  }

  void reply(std::string_view status, std::string_view body) {
    std::string text = "HTTP/1.1 ";
    text.reserve(128 + body.size());
    text.append(status).append("\r\nContent-Length: ").append(std::to_string(body.size()));
    if (!asked_.keep_alive) text.append("\r\nConnection: close");
    if (asked_.keep_alive && asked_.http_1_0) text.append("\r\nConnection: keep-alive");
    text.append("\r\n\r\n").append(asked_.method == "HEAD" ? std::string_view() : body);
    push_with_producer(std::move(text));
  }

  part awaited_ = part::head;
  std::string text_, body_;
  request asked_;
  int trailers_ = 0;
};

}  // namespace
}  // namespace asynchat::examples

int main(int argc, char** argv) {
  return asynchat::examples::serve<asynchat::examples::http_session>(asynchat::examples::parse_options(argc, argv));
}
