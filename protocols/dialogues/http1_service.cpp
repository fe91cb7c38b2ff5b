#include <charconv>
#include <map>
#include <string>

#include "../read_number.h"
#include "service_makers.h"
#include "service_text.h"

namespace asynchat::protocols {

namespace {

constexpr std::string_view line_end = "\r\n";

std::string_view without_blanks_around(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string in_hex(std::size_t value) {
  char digits[16];
  return {digits, std::to_chars(digits, digits + sizeof digits, value, 16).ptr};
}

struct request {
  std::string method;
  std::string path;
  std::uint64_t chunk_bytes = 0;  ///< of the answer, where it is to be chunked
  bool until_close = false;       ///< the answer's body ends with the connection
  bool close = false;
  bool expects_continue = false;
  bool conditional = false;
  bool upgrades = false;
};

/// "/path?chunks=5" or "/path?until-close", with "http://host" before it or not.
void read_target(std::string_view target, request& asked) {
  if (target.starts_with("http://")) target.remove_prefix(std::min(target.find('/', 7), target.size()));
  asked.path = take_until(target, "?");
  asked.until_close = target == "until-close";
  if (take_until(target, "=") == "chunks") asked.chunk_bytes = read_number<std::uint64_t>(target).value_or(0);
}

request read_request(std::string_view head) {
  std::string_view start = take_until(head, line_end);
  request asked;
  asked.method = take_until(start, " ");
  read_target(take_until(start, " "), asked);
  asked.close = start == "HTTP/1.0" || asked.until_close;
  while (!head.empty()) {
    std::string_view value = take_until(head, line_end);
    const std::string name = in_capitals(take_until(value, ":"));
    const std::string option = in_capitals(without_blanks_around(value));
    if (name == "CONNECTION" && option == "CLOSE") asked.close = true;
    if (name == "EXPECT" && option == "100-CONTINUE") asked.expects_continue = true;
    if (name == "IF-NONE-MATCH" && option == "*") asked.conditional = true;
    if (name == "UPGRADE" && option == "ECHO") asked.upgrades = true;
  }
  if (start == "HTTP/1.0") asked.chunk_bytes = 0;
  return asked;
}

/// Keeps what is PUT, sends what is POSTed back; after CONNECT, or an Upgrade to "echo", it sends everything back.
class http1_service final : public service {
 public:
  void frame(std::string_view name, std::string_view bytes, std::string& reply) override {
    if (ended_) return;
    if (name == "head") {
      asked_ = read_request(bytes);
      if (asked_.expects_continue) reply += "HTTP/1.1 100 Continue\r\n\r\n";
    } else if (name == "data" && tunnel_) {
      reply += bytes;
    } else if (name == "data") {
      too_large_ = too_large_ || bytes.size() > store_budget::bytes_max - body_.size();
      if (!too_large_) body_ += bytes;
    } else if (name == "trailers") {
      trailers_ = bytes;
    } else if (name == "end") {
      answer(reply);
      body_.clear();
      trailers_.clear();
      ended_ = asked_.close || too_large_;
    }
  }

  bool ended() const override { return ended_; }

 private:
  void answer(std::string& reply) {
    if (too_large_) return finish("413 Content Too Large", "", reply);
    if (asked_.method == "CONNECT") return begin_tunnel("200 OK", reply);
    if (asked_.upgrades) return begin_tunnel("101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade", reply);
    if (asked_.method == "POST") return finish("200 OK", body_, reply);
    const auto found = kept_.find(asked_.path);
    if (asked_.method == "PUT") {
      if (!budget_.take(asked_.path.size() + body_.size())) return finish("507 Insufficient Storage", "", reply);
      kept_[asked_.path] = body_;
      return finish(found == kept_.end() ? "201 Created" : "204 No Content", "", reply);
    }
    if (asked_.method != "GET" && asked_.method != "HEAD" && asked_.method != "DELETE") {
      return finish("501 Not Implemented", "", reply);
    }
    if (found == kept_.end()) return finish("404 Not Found", "Nothing is here.\n", reply);
    if (asked_.method != "DELETE")
      return finish(asked_.conditional ? "304 Not Modified" : "200 OK", found->second, reply);
    kept_.erase(found);
    finish("204 No Content", "", reply);
  }

  void begin_tunnel(const std::string& status, std::string& reply) {
    reply += "HTTP/1.1 " + status + "\r\n\r\n";
    tunnel_ = true;
    asked_.close = false;
  }

  void finish(const std::string& status, const std::string& body, std::string& reply) {
    const bool empty = status.starts_with("204");
    const bool chunked = asked_.chunk_bytes > 0;
    reply += "HTTP/1.1 " + status + "\r\n";
    if (!empty && chunked) reply += "Transfer-Encoding: chunked\r\n";
    if (!empty && !chunked && !asked_.until_close) reply += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    if (asked_.close || too_large_) reply += "Connection: close\r\n";
    reply += line_end;
    if (empty || asked_.method == "HEAD" || status.starts_with("304")) return;
    chunked ? append_chunks(body, reply) : void(reply += body);
  }

  void append_chunks(std::string_view body, std::string& reply) const {
    while (!body.empty()) {
      const std::string_view chunk = body.substr(0, static_cast<std::size_t>(asked_.chunk_bytes));
      reply.append(in_hex(chunk.size())).append(line_end).append(chunk).append(line_end);
      body.remove_prefix(chunk.size());
    }
    reply.append("0\r\n").append(trailers_).append(line_end);
  }

  request asked_;
  std::string body_, trailers_;
  std::map<std::string, std::string> kept_;
  store_budget budget_;
  bool tunnel_ = false, too_large_ = false, ended_ = false;
};

}  // namespace

std::unique_ptr<service> make_http1_service() { return std::make_unique<http1_service>(); }

}  // namespace asynchat::protocols
