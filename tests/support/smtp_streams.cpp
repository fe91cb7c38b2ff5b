#include "smtp_streams.h"

#include <string>

namespace asynchat::support {

namespace {

/// Both sides of a session, told in the order in which it happens.
class session {
 public:
  explicit session(seeded_random& random) : random_(random) { answer("220"); }

  void talk() {
    for (std::size_t exchanges = random_.below(5); exchanges > 0; --exchanges) exchange();
    if (random_.one_in(4)) start_tls();
  }

  generated_stream seen_from(side from) const { return from == side::client ? client_ : server_; }

 private:
  void say(const std::string& line) {
    server_.heard.push_back({server_.bytes.size(), line});
    client_.bytes += line + "\r\n";
  }

  void answer(const std::string& code) {
    std::string reply;
    for (std::size_t more = random_.one_in(3) ? random_.below(3) : 0; more > 0; --more) reply += code + "-" + text();
    reply += random_.one_in(5) ? code + "\r\n" : code + " " + text();
    client_.heard.push_back({client_.bytes.size(), reply});
    server_.bytes += reply;
  }

  std::string text() { return random_.bytes_of("2504 -.\tok\xc3", 10) + "\r\n"; }

  void exchange() {
    switch (random_.below(7)) {
      case 0:
        return ask("NOOP " + random_.bytes_of("DATA .\t\x80", 9));
      case 1:
        return authenticate();
      case 2:
        return chunks();
      case 3:
        return refused("DATA", "554");
      case 4:
        return refused("starttls", "454");
      default:
        return message();
    }
  }

  void ask(const std::string& command) {
    say(command);
    answer("250");
  }

  /// What comes after it are commands again, even where it looks like a message.
  void refused(const std::string& command, const std::string& code) {
    say(command);
    answer(code);
    ask(random_.one_in(2) ? "." : "RSET");
  }

  void authenticate() {
    say("AUTH LOGIN");
    for (std::size_t challenges = random_.below(3); challenges > 0; --challenges) {
      answer("334");
      say(random_.one_in(2) ? "DATA" : random_.bytes_of("BDAT5=*", 8));
    }
    answer("235");
  }

  void message() {
    say("MAIL FROM:<a>");
    const bool pipelined = random_.one_in(2);
    if (!pipelined) answer("250");
    say(random_.one_in(3) ? "data" : "DATA");
    if (pipelined) answer("250");
    const bool waits = !random_.one_in(4);
    if (waits) answer("354");
    client_.bytes += content();
    if (!waits) answer("354");
    answer("250");
  }

  /// The lines of a message and the dot that ends it.
  std::string content() {
    std::string lines;
    for (std::size_t count = random_.below(5); count > 0; --count) {
      std::string line = random_.bytes_of(std::string_view("..\r\nab\0\xff", 8), 12);
      while (line.find("\r\n") != std::string::npos) line.erase(line.find("\r\n"), 1);
      if (line.ends_with('\r') && random_.one_in(2)) line.pop_back();
      const bool ends = line == ".";
      lines += (ends || (line.starts_with('.') && random_.one_in(2)) ? "." : "") + line + "\r\n";
    }
    return lines + ".\r\n";
  }

  void chunks() {
    const bool pipelined = random_.one_in(2);
    const std::size_t count = random_.between(1, 3);
    for (std::size_t i = 1; i <= count; ++i) {
      const std::string bytes = random_.bytes_of("\r\n.QUITBDA 5", 20);
      say((random_.one_in(4) ? "bdat 00" : "BDAT ") + std::to_string(bytes.size()) + (i == count ? " LAST" : ""));
      client_.bytes += bytes;
      if (!pipelined) answer("250");
    }
    for (std::size_t i = 0; pipelined && i < count; ++i) answer("250");
  }

  void start_tls() {
    say("STARTTLS");
    answer("220");
    client_.bytes += random_.bytes_of("\x16\x03\r\n.", 20);
    server_.bytes += random_.bytes_of("\x16\x03\r\n.", 20);
  }

  seeded_random& random_;
  generated_stream client_;
  generated_stream server_;
};

}  // namespace

generated_stream generate_smtp_stream(seeded_random& random, side from) {
  session one(random);
  one.talk();
  generated_stream stream = one.seen_from(from);
  if (random.one_in(4) && !stream.bytes.empty()) stream.bytes.resize(random.below(stream.bytes.size()));
  return stream;
}

}  // namespace asynchat::support
