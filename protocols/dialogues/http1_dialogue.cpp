#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

#include "dialogue_makers.h"

namespace asynchat::protocols {

namespace {

using namespace std::string_view_literals;

constexpr std::array methods{"GET"sv, "GET"sv, "HEAD"sv, "PUT"sv, "PUT"sv, "POST"sv, "POST"sv, "DELETE"sv, "BREW"sv};
constexpr std::array paths{"/"sv, "/"sv, "/"sv, "/a"sv, "/a/b.c"sv, "/0%0d%0a"sv};
constexpr std::array fillers{"X-Fill: chunked"sv,         "X-Length: 12"sv,        "Accept:*/*"sv, "X-Empty:"sv,
                             "X-Line: HTTP/1.1 200 OK"sv, "Cookie: a=0; b=\"5\""sv};
constexpr std::size_t reply_chunk_bytes_max = 40;

std::string hexadecimal(std::size_t value, std::string_view digits) {
  std::string made;
  for (; value > 0; value /= 16) made += digits[value % 16];
  return {made.rbegin(), made.rend()};
}

/// The ways in which a request asks for its answer.
struct asking {
  std::string method;
  std::string path;
  std::size_t reply_chunk_bytes = 0;  ///< 0 for an answer with its length
  bool until_close = false;
  bool close = false;
  bool old = false;  ///< HTTP/1.0
  bool conditional = false;
};

class http1_client {
 public:
  http1_client(draws& draw, const dialogue_limits& limits) : draw_(draw), limits_(limits) {}

  dialogue make() {
    if (draw_.one_in(2)) ask({"PUT", "/"});
    for (std::size_t left = draw_.between(1, limits_.exchanges_max); left > 1; --left) ask(draw_asking());
    if (draw_.one_in(4)) {
      go_over(draw_.one_in(2));
    } else {
      asking last = draw_asking();
      const std::uint64_t ending = draw_.below(4);
      last.close = ending > 0;
      last.until_close = ending == 2;
      last.old = ending == 3;
      if (last.until_close || last.old) last.reply_chunk_bytes = 0;
      ask(last);
    }
    return std::move(made_);
  }

 private:
  asking draw_asking() {
    asking made;
    made.method = draw_.one_of(methods);
    made.path = draw_.one_of(paths);
    if (draw_.one_in(3)) made.reply_chunk_bytes = draw_.between(1, reply_chunk_bytes_max);
    made.conditional = draw_.one_in(3);
    return made;
  }

  void ask(const asking& asked) {
    const bool has_body = asked.method == "PUT" || asked.method == "POST" || draw_.one_in(8);
    const std::string body = has_body ? draw_.payload(limits_.payload_bytes_max) : "";
    std::string trailers, head = start_of(asked);
    std::string coded = body;
    if (has_body && !asked.old && draw_.one_in(2)) {
      trailers = draw_.one_in(3) ? "X-Sum: " + draw_.word(8) + "\r\nX-End: 0\r\n" : "";
      coded = chunks_of(body, trailers);
      head += header("Transfer-Encoding", "chunked");
    } else if (has_body) {
      head += header("Content-Length", std::to_string(body.size()));
    }
    if (asked.conditional) head += header("If-None-Match", "*");
    if (asked.close && !asked.old && !asked.until_close) head += header("Connection", "close");
    const bool waits = has_body && !asked.old && draw_.one_in(6);
    if (waits) head += header("Expect", "100-continue");
    head += "\r\n";
    const std::string reply = answer(asked, body, trailers);
    if (waits) {
      const bool patient = draw_.one_in(2) || coded.empty();
      made_.exchanges.push_back({head, "HTTP/1.1 100 Continue\r\n\r\n", patient});
      if (!coded.empty()) return made_.exchanges.push_back({coded, reply});
      made_.exchanges.back().reply += reply;
    } else {
      made_.exchanges.push_back({head + coded, reply});
    }
  }

  /// The other protocol sends everything back.
  void go_over(bool by_connect) {
    std::string head, reply;
    if (by_connect) {
      head = "CONNECT far.example:443 HTTP/1.1\r\n" + header("Host", "far.example");
      reply = "HTTP/1.1 200 OK\r\n\r\n";
    } else {
      head = "GET / HTTP/1.1\r\n" + header("Host", "a.example");
      head += header("Connection", "upgrade");
      head += header("Upgrade", "echo");
      reply = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n";
    }
    made_.exchanges.push_back({head + "\r\n", reply, true});
    for (std::size_t left = draw_.between(0, 3); left > 0; --left) {
      std::string bytes = draw_.payload(limits_.payload_bytes_max);
      if (bytes.empty()) bytes = "\r\n";
      made_.exchanges.push_back({bytes, bytes});
    }
  }

  std::string start_of(const asking& asked) {
    std::string made = asked.method + (draw_.one_in(4) ? " http://a.example" : " ") + asked.path;
    if (asked.reply_chunk_bytes > 0) made += "?chunks=" + std::to_string(asked.reply_chunk_bytes);
    if (asked.until_close) made += "?until-close";
    made += asked.old ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n";
    made += header("Host", "a.example");
    for (std::size_t left = draw_.size(6); left > 0; --left) made += std::string(draw_.one_of(fillers)) + "\r\n";
    if (draw_.one_in(4)) made += "X-Text: " + draw_.text(60) + "\r\n";
    return made;
  }

  /// Names in any case, blanks around the value or none.
  std::string header(std::string name, std::string_view value) {
    const std::uint64_t kind = draw_.below(3);
    for (char& c : name) {
      if (kind == 0 && c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
      if (kind == 1 && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    constexpr std::array before{""sv, " "sv, " "sv, "\t "sv};
    constexpr std::array behind{""sv, ""sv, ""sv, " "sv};
    std::string made = name + ":";
    made += draw_.one_of(before);
    made += value;
    made += draw_.one_of(behind);
    return made + "\r\n";
  }

  std::string chunks_of(std::string_view body, const std::string& trailers) {
    constexpr std::array extensions{""sv, ""sv, ";a"sv, " ; a=\"0\""sv};
    std::string made;
    while (!body.empty()) {
      const std::string_view chunk = body.substr(0, 1 + draw_.size(body.size() - 1));
      if (draw_.one_in(4)) made += "00";
      made += hexadecimal(chunk.size(), draw_.one_in(2) ? "0123456789abcdef" : "0123456789ABCDEF");
      made += draw_.one_of(extensions);
      made.append("\r\n").append(chunk).append("\r\n");
      body.remove_prefix(chunk.size());
    }
    made += draw_.one_in(4) ? "000" : "0";
    return made + "\r\n" + trailers + "\r\n";
  }

  /// What the server is to say, and what it is to keep.
  std::string answer(const asking& asked, const std::string& body, const std::string& trailers) {
    const auto kept = kept_.find(asked.path);
    const bool known = kept != kept_.end();
    if (asked.method == "POST") return right_answer("200 OK", body, asked, trailers);
    if (asked.method == "PUT") {
      kept_[asked.path] = body;
      return known ? bodiless("204 No Content", asked) : right_answer("201 Created", "", asked, trailers);
    }
    if (asked.method == "BREW") return right_answer("501 Not Implemented", "", asked, trailers);
    if (!known) return right_answer("404 Not Found", "Nothing is here.\n", asked, trailers);
    if (asked.method != "DELETE") {
      return right_answer(asked.conditional ? "304 Not Modified" : "200 OK", kept->second, asked, trailers);
    }
    kept_.erase(kept);
    return bodiless("204 No Content", asked);
  }

  static std::string closing(const asking& asked) {
    return asked.close || asked.until_close || asked.old ? "Connection: close\r\n\r\n" : "\r\n";
  }

  static std::string bodiless(const std::string& status, const asking& asked) {
    return "HTTP/1.1 " + status + "\r\n" + closing(asked);
  }

  static std::string right_answer(const std::string& status, std::string_view body, const asking& asked,
                                  const std::string& trailers) {
    std::string made = "HTTP/1.1 " + status + "\r\n";
    if (asked.reply_chunk_bytes > 0) {
      made += "Transfer-Encoding: chunked\r\n";
    } else if (!asked.until_close) {
      made += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    }
    made += closing(asked);
    if (asked.method == "HEAD" || status == "304 Not Modified") return made;
    if (asked.reply_chunk_bytes == 0) return made.append(body);
    for (std::size_t at = 0; at < body.size(); at += asked.reply_chunk_bytes) {
      const std::string_view chunk = body.substr(at, asked.reply_chunk_bytes);
      made.append(hexadecimal(chunk.size(), "0123456789abcdef")).append("\r\n").append(chunk).append("\r\n");
    }
    return made + "0\r\n" + trailers + "\r\n";
  }

  draws& draw_;
  const dialogue_limits& limits_;
  std::map<std::string, std::string> kept_;
  dialogue made_;
};

}  // namespace

dialogue make_http1_dialogue(draws& draw, const dialogue_limits& limits) { return http1_client(draw, limits).make(); }

}  // namespace asynchat::protocols
