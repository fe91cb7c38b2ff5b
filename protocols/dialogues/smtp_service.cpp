#include <cstdint>
#include <string>

#include "message_sum.h"
#include "service_makers.h"
#include "service_text.h"

namespace asynchat::protocols {

namespace {

constexpr const char* offers =
    "250-asynchat.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-CHUNKING\r\n250-AUTH LOGIN\r\n250 STARTTLS\r\n";

/// True for "FROM:<a@b> more" where the word is "FROM:".
bool has_path(const std::string& text, std::string_view word) {
  return in_capitals(text).starts_with(std::string(word) + "<") && text.find('>') != std::string::npos;
}

/// Takes mail and keeps none of it; in what it takes for TLS it sends everything back.
class smtp_service final : public service {
 public:
  std::string greeting() const override { return "220 asynchat.example ESMTP\r\n"; }

  void frame(std::string_view name, std::string_view bytes, std::string& reply) override {
    if (ended_) return;
    if (name == "command") return take_command(bytes, reply);
    if (name == "response") return take_response(bytes, reply);
    if (name == "data" && tls_) reply += bytes;
    if (name == "data") mail_.sum.add(bytes);
    if (name == "end") end_message(reply);
  }

  bool ended() const override { return ended_; }

 private:
  enum class login : std::uint8_t { none, user, password, done };
  struct mail {
    bool sender = false;
    std::uint64_t recipients = 0;
    bool in_chunks = false;
    bool last = true;  ///< what ends next ends the message
    message_sum sum;
  };

  void take_command(std::string_view line, std::string& reply) {
    const std::string verb = in_capitals(take_until(line, " "));
    const std::string rest(line);
    if (verb == "BDAT") return begin_chunk(in_capitals(rest).ends_with(" LAST"));
    if (verb == "EHLO" || verb == "HELO") {
      greeted_ = true;
      mail_ = {};
      reply += verb == "EHLO" ? offers : "250 asynchat.example\r\n";
    } else if (verb == "MAIL") {
      reply += take_sender(rest);
    } else if (verb == "RCPT") {
      reply += take_recipient(rest);
    } else if (verb == "DATA") {
      const bool ready = mail_.recipients > 0 && !mail_.in_chunks;
      reply += ready ? "354 End with a line that is a dot\r\n" : "503 5.5.1 Not now\r\n";
    } else if (verb == "AUTH") {
      reply += begin_login(in_capitals(rest));
    } else if (verb == "STARTTLS") {
      tls_ = greeted_ && !mail_.sender;
      reply += tls_ ? "220 2.0.0 Go ahead\r\n" : "503 5.5.1 Not now\r\n";
    } else if (verb == "RSET" || verb == "NOOP") {
      if (verb == "RSET") mail_ = {};
      reply += "250 2.0.0 Ok\r\n";
    } else if (verb == "QUIT") {
      ended_ = true;
      reply += "221 2.0.0 Bye\r\n";
    } else {
      reply += verb == "VRFY" ? "252 2.5.0 Who knows\r\n" : "500 5.5.1 Command not known\r\n";
    }
  }

  const char* take_sender(const std::string& rest) {
    if (!greeted_ || mail_.sender) return "503 5.5.1 Not now\r\n";
    if (!has_path(rest, "FROM:")) return "501 5.5.4 MAIL FROM:<address>\r\n";
    mail_.sender = true;
    return "250 2.1.0 Ok\r\n";
  }

  const char* take_recipient(const std::string& rest) {
    if (!mail_.sender || mail_.in_chunks) return "503 5.5.1 Not now\r\n";
    if (!has_path(rest, "TO:") || rest.find("<>") != std::string::npos) return "501 5.5.4 RCPT TO:<address>\r\n";
    ++mail_.recipients;
    return "250 2.1.5 Ok\r\n";
  }

  void begin_chunk(bool last) {
    mail_.in_chunks = true;
    mail_.last = last;
  }

  void end_message(std::string& reply) {
    if (mail_.recipients == 0) {
      reply += "503 5.5.1 Not now\r\n";
      mail_ = {};
    } else {
      reply += "250 2.0.0 " + mail_.sum.text() + (mail_.last ? ", and gone\r\n" : "\r\n");
      if (mail_.last) mail_ = {};
    }
  }

  const char* begin_login(const std::string& mechanism) {
    if (!greeted_ || mail_.sender || login_ == login::done) return "503 5.5.1 Not now\r\n";
    if (mechanism != "LOGIN") return "504 5.5.4 LOGIN is all there is\r\n";
    login_ = login::user;
    return "334 VXNlcm5hbWU6\r\n";
  }

  void take_response(std::string_view line, std::string& reply) {
    if (line == "*") {
      login_ = login::none;
      reply += "501 5.0.0 As you like\r\n";
    } else if (login_ == login::user) {
      login_ = login::password;
      reply += "334 UGFzc3dvcmQ6\r\n";
    } else {
      login_ = login::done;
      reply += "235 2.7.0 Welcome\r\n";
    }
  }

  bool greeted_ = false, tls_ = false, ended_ = false;
  login login_ = login::none;
  mail mail_;
};

}  // namespace

std::unique_ptr<service> make_smtp_service() { return std::make_unique<smtp_service>(); }

}  // namespace asynchat::protocols
