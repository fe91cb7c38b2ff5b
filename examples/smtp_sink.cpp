// A mail server that keeps nothing: it takes every message and prints a line about it. A terminator for it all, CR LF:
// commands are lines, and so is a message, whose end is a line with a dot.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "support/serve.h"
#include "support/session.h"
#include "support/text.h"

namespace asynchat::examples {
namespace {

constexpr std::uint64_t message_bytes_max = std::uint64_t{10} * 1024 * 1024;
constexpr std::size_t line_bytes_max = 2048;  // RFC 5321 asks for 1000, and a sink is generous
constexpr std::size_t recipients_max = 100;
constexpr auto offers = "250-localhost\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 10485760";

/// The address of "FROM:<a@b> SIZE=5", and what follows it.
struct path {
  std::string address;
  std::string_view parameters;
};

std::optional<path> read_path(std::string_view text, std::string_view word) {
  if (!same_word(text.substr(0, word.size()), word)) return std::nullopt;
  text = without_blanks_around(text.substr(word.size()));
  if (!text.starts_with('<') || text.find('>') == std::string_view::npos) return std::nullopt;
  text.remove_prefix(1);
  path result{std::string(cut(text, ">")), text};
  const bool printable = std::none_of(result.address.begin(), result.address.end(), is_control);
  return printable ? std::optional(result) : std::nullopt;
}

struct mail {
  std::optional<std::string> sender;
  std::string recipients;  ///< "<a@b>, <c@d>"
  std::size_t recipient_count = 0;
  bool in_message = false;
  std::uint64_t bytes = 0;
};

class smtp_session : public session {
 public:
  smtp_session(asynchat::loop& loop, std::unique_ptr<stream> accepted) : session(loop, std::move(accepted)) {
    set_terminator("\r\n");
    set_frame_limit(line_bytes_max);
    reply("220 localhost ESMTP asynchat sink");
  }

  void collect_incoming_data(std::string_view data) override { line_ += data; }

  void found_terminator() override {
    const std::string line = std::exchange(line_, {});
    mail_.in_message ? take_line(line) : take_command(line);
  }

  void handle_limit() override {
    reply("500 5.5.6 Line too long");
    finish();
  }

 private:
  void reply(std::string_view line) { push(std::string(line) + "\r\n"); }

  void take_command(std::string_view line) {
    const std::string_view verb = cut(line, " ");
    if (same_word(verb, "EHLO")) return greet(line, offers);
    if (same_word(verb, "HELO")) return greet(line, "250 localhost");
    if (same_word(verb, "MAIL")) return take_sender(line);
    if (same_word(verb, "RCPT")) return take_recipient(line);
    if (same_word(verb, "DATA")) {
      mail_.in_message = mail_.recipient_count > 0;
      return reply(mail_.in_message ? "354 End with a line that is a dot" : "503 5.5.1 RCPT first");
    }
    if (same_word(verb, "RSET")) mail_ = {};
    if (same_word(verb, "RSET") || same_word(verb, "NOOP")) return reply("250 2.0.0 Ok");
    if (!same_word(verb, "QUIT")) return reply("500 5.5.1 Command not known");
    reply("221 2.0.0 Bye");
    finish();
  }

  void greet(std::string_view name, std::string_view answer) {
    if (name.empty()) return reply("501 5.5.4 Who are you?");
    greeted_ = true;
    mail_ = {};
    reply(answer);
  }

  void take_sender(std::string_view line) {
    if (!greeted_ || mail_.sender) return reply("503 5.5.1 Not now");
    const auto from = read_path(line, "FROM:");
    if (!from) return reply("501 5.5.4 MAIL FROM:<address>");
    for (std::string_view rest = from->parameters; !rest.empty();) {
      const std::string_view parameter = cut(rest, " ");
      if (!same_word(parameter.substr(0, 5), "SIZE=")) continue;
      const auto size = number_in<std::uint64_t>(parameter.substr(5));
      if (!size) return reply("501 5.5.4 SIZE is a number of bytes");
      if (*size > message_bytes_max) return reply("552 5.3.4 Message too big");
    }
    mail_.sender = from->address;
    reply("250 2.1.0 Ok");
  }

  void take_recipient(std::string_view line) {
    if (!mail_.sender) return reply("503 5.5.1 MAIL first");
    const auto to = read_path(line, "TO:");
    if (!to || to->address.empty()) return reply("501 5.5.4 RCPT TO:<address>");
    if (mail_.recipient_count == recipients_max) return reply("452 4.5.3 Too many recipients");
    mail_.recipients += (mail_.recipient_count++ > 0 ? ", <" : "<") + to->address + ">";
    reply("250 2.1.5 Ok");
  }

  /// A line of the message; the first dot of a line was put there by the sender.
  void take_line(std::string_view line) {
    if (line == ".") return end_message();
    mail_.bytes += line.size() + 2 - (line.starts_with('.') ? 1 : 0);
  }

  void end_message() {
    const bool too_big = mail_.bytes > message_bytes_max;
    if (!too_big) {
      std::printf("from <%s> to %s: %ju bytes\n", mail_.sender->c_str(), mail_.recipients.c_str(),
                  std::uintmax_t{mail_.bytes});
      std::fflush(stdout);
    }
    mail_ = {};
    reply(too_big ? "552 5.3.4 Message too big" : "250 2.0.0 Ok, and gone");
  }

  std::string line_;
  bool greeted_ = false;
  mail mail_;
};

}  // namespace
}  // namespace asynchat::examples

int main(int argc, char** argv) {
  return asynchat::examples::serve<asynchat::examples::smtp_session>(asynchat::examples::parse_options(argc, argv));
}
