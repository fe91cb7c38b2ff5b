#include <array>
#include <string>
#include <utility>

#include "dialogue_makers.h"
#include "message_sum.h"

namespace asynchat::protocols {

namespace {

using namespace std::string_view_literals;

constexpr const char* not_now = "503 5.5.1 Not now\r\n";
constexpr const char* ok = "250 2.0.0 Ok\r\n";

/// A message in lines for DATA: a dot more before each line that begins with one, and the line that ends it.
std::string in_lines(const std::string& message) {
  std::string made;
  for (std::size_t i = 0; i < message.size(); ++i) {
    const bool begins = i == 0 || (i > 1 && message[i - 2] == '\r' && message[i - 1] == '\n');
    if (begins && message[i] == '.') made += '.';
    made += message[i];
  }
  return made + ".\r\n";
}

std::string sum_of(const std::string& message) {
  message_sum sum;
  sum.add(message);
  return sum.text();
}

class smtp_client {
 public:
  smtp_client(draws& draw, const dialogue_limits& limits) : draw_(draw), limits_(limits) {}

  dialogue make() {
    made_.greeting = "220 asynchat.example ESMTP\r\n";
    if (draw_.one_in(8)) say("MAIL FROM:<too@early.example>", not_now);
    greet();
    for (std::size_t left = draw_.between(1, limits_.exchanges_max); left > 0; --left) {
      const std::uint64_t kind = draw_.below(8);
      if (kind < 3) {
        send_by_data();
      } else if (kind < 5) {
        send_in_chunks();
      } else if (kind == 5) {
        log_in();
      } else {
        make_small_talk();
      }
    }
    const std::uint64_t ending = draw_.below(4);
    if (ending == 0) go_over_to_tls();
    if (ending > 1) say("QUIT", "221 2.0.0 Bye\r\n", true);
    return std::move(made_);
  }

 private:
  /// Verbs are words in any case.
  void say(std::string line, std::string reply, bool barrier = false) {
    if (draw_.one_in(4)) {
      for (std::size_t i = 0; i < line.size() && line[i] != ' '; ++i) {
        if (line[i] >= 'A' && line[i] <= 'Z' && draw_.one_in(2)) line[i] = static_cast<char>(line[i] - 'A' + 'a');
      }
    }
    made_.exchanges.push_back({line + "\r\n", std::move(reply), barrier});
  }

  void greet() {
    if (draw_.one_in(8)) return say("HELO client.example", "250 asynchat.example\r\n", true);
    say("EHLO client.example",
        "250-asynchat.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-CHUNKING\r\n250-AUTH LOGIN\r\n250 STARTTLS\r\n",
        true);
  }

  void open_mail() {
    say("MAIL FROM:<" + (draw_.one_in(4) ? "" : draw_.word(20) + "@a.example") + ">", "250 2.1.0 Ok\r\n");
    if (draw_.one_in(6)) say("RCPT TO:<>", "501 5.5.4 RCPT TO:<address>\r\n");
    if (draw_.one_in(8)) say("MAIL FROM:<again@a.example>", not_now);
    for (std::size_t left = draw_.between(1, 3); left > 0; --left) {
      say("RCPT TO:<" + draw_.word(20) + "@b.example>", "250 2.1.5 Ok\r\n");
    }
  }

  void send_by_data() {
    if (draw_.one_in(6)) say("DATA", not_now, true);
    open_mail();
    if (draw_.one_in(8)) return say("RSET", ok);
    say("DATA", "354 End with a line that is a dot\r\n", true);
    std::string message = draw_.payload(limits_.payload_bytes_max);
    if (draw_.one_in(2)) message = "." + message;
    if (!message.empty() && !message.ends_with("\r\n")) message += "\r\n";
    made_.exchanges.push_back({in_lines(message), "250 2.0.0 " + sum_of(message) + ", and gone\r\n"});
  }

  void send_in_chunks() {
    if (draw_.one_in(6)) add_chunk(draw_.payload(limits_.payload_bytes_max), "", not_now);
    open_mail();
    const std::string message = draw_.payload(limits_.payload_bytes_max);
    std::size_t at = 0;
    for (std::size_t left = draw_.below(3); left > 0; --left) {
      const std::string chunk = message.substr(at, draw_.size(message.size() - at));
      at += chunk.size();
      add_chunk(chunk, "", "250 2.0.0 " + sum_of(message.substr(0, at)) + "\r\n");
      if (draw_.one_in(8)) say("DATA", not_now, true);
    }
    if (draw_.one_in(8)) return say("RSET", ok);
    add_chunk(message.substr(at), " LAST", "250 2.0.0 " + sum_of(message) + ", and gone\r\n");
  }

  void add_chunk(const std::string& chunk, const std::string& last, std::string reply) {
    made_.exchanges.push_back({"BDAT " + std::to_string(chunk.size()) + last + "\r\n" + chunk, std::move(reply)});
  }

  void log_in() {
    if (logged_in_) return say("AUTH LOGIN", not_now, true);
    if (draw_.one_in(4)) return say("AUTH PLAIN", "504 5.5.4 LOGIN is all there is\r\n", true);
    say("AUTH LOGIN", "334 VXNlcm5hbWU6\r\n", true);
    if (draw_.one_in(4)) return respond("*", "501 5.0.0 As you like\r\n");
    respond(draw_.word(20) + "==", "334 UGFzc3dvcmQ6\r\n");
    respond(draw_.word(20), "235 2.7.0 Welcome\r\n");
    logged_in_ = true;
  }

  void respond(const std::string& line, std::string reply) {
    made_.exchanges.push_back({line + "\r\n", std::move(reply), true});
  }

  void make_small_talk() {
    switch (draw_.below(5)) {
      case 0:
        return say("NOOP " + draw_.text(limits_.payload_bytes_max), ok, true);
      case 1:
        return say("RSET", ok);
      case 2:
        return say("VRFY " + draw_.word(12), "252 2.5.0 Who knows\r\n", true);
      case 3:
        return say("RCPT TO:<too@early.example>", not_now);
      default:
        return say("X" + draw_.text(20), "500 5.5.1 Command not known\r\n");
    }
  }

  void go_over_to_tls() {
    say("STARTTLS", "220 2.0.0 Go ahead\r\n", true);
    for (std::size_t left = draw_.between(0, 3); left > 0; --left) {
      std::string bytes = draw_.payload(limits_.payload_bytes_max);
      if (bytes.empty()) bytes = "QUIT\r\n";
      made_.exchanges.push_back({bytes, bytes});
    }
  }

  draws& draw_;
  const dialogue_limits& limits_;
  dialogue made_;
  bool logged_in_ = false;
};

}  // namespace

dialogue make_smtp_dialogue(draws& draw, const dialogue_limits& limits) { return smtp_client(draw, limits).make(); }

}  // namespace asynchat::protocols
