#include <asynchat/protocols/references.h>

#include "reference_walk.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <utility>

namespace asynchat::protocols {

namespace {

std::string capitals(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

std::string verb_of(const std::string& command) { return capitals(command.substr(0, command.find_first_of(" \t"))); }

std::vector<std::string> words_of(const std::string& command) {
  std::vector<std::string> words(1);
  for (const char c : command) {
    if (c != ' ' && c != '\t') {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

/// "BDAT", decimal digits of a number below 2^64, and perhaps "LAST".
bool is_chunk_command(const std::vector<std::string>& words) {
  if (words.size() < 2 || words.size() > 3) return false;
  if (words.size() == 3 && capitals(words[2]) != "LAST") return false;
  if (words[1].find_first_not_of("0123456789") != std::string::npos) return false;
  const std::string digits = words[1].substr(std::min(words[1].find_first_not_of('0'), words[1].size() - 1));
  return digits.size() < 20 || (digits.size() == 20 && digits <= "18446744073709551615");
}

bool is_reply_line(const std::string& line) {
  if (line.size() < 3 || std::string("2345").find(line[0]) == std::string::npos) return false;
  if (line.substr(1, 2).find_first_not_of("0123456789") != std::string::npos) return false;
  for (const char c : line) {
    if (std::iscntrl(static_cast<unsigned char>(c)) != 0 && c != '\t') return false;
  }
  return line.size() == 3 || line[3] == ' ' || line[3] == '-';
}

class smtp_walk final : private reference_walk {
 public:
  smtp_walk(std::string_view bytes, std::span<const heard_frame> heard, stream_end end, const framing_limits& limits)
      : reference_walk(bytes, end, limits), heard_(heard) {}

  std::vector<reference_frame> client() {
    while (!done_ && at_ < bytes_.size()) {
      const std::string code = latest_reply();
      const bool accepted = code.empty() || code == "354";
      if (latest_ == "DATA" && accepted) {
        message();
      } else if (latest_ == "STARTTLS" && code == "220") {
        rest_is_data();
      } else {
        client_line(latest_ == "AUTH" && code == "334");
      }
    }
    return frames_;
  }

  std::vector<reference_frame> server() {
    while (!done_ && at_ < bytes_.size()) reply();
    return frames_;
  }

 private:
  /// The code of the reply to what the client sent last, if it came before what is next; the greeting is number 0.
  std::string latest_reply() const {
    if (sent_ >= heard_.size() || heard_[sent_].before > at_) return "";
    return heard_[sent_].bytes.substr(0, 3);
  }

  void client_line(bool is_response) {
    std::string text;
    if (!take_lines("\r\n", limits_.head_bytes_max, text, bytes_.substr(at_))) return;
    if (text.find('\r') != std::string::npos) return fail("bare-cr");
    ++sent_;
    if (is_response) return add("response", text);
    latest_ = verb_of(text);
    if (latest_ != "BDAT") return add("command", text);
    const std::vector<std::string> words = words_of(text);
    if (!is_chunk_command(words)) return fail("chunk-size");
    add("command", text);
    if (take_data(std::strtoull(words[1].c_str(), nullptr, 10))) add("end", "");
  }

  void message() {
    for (;;) {
      const std::size_t start = at_;
      const std::size_t end = bytes_.find("\r\n", start);
      if (end == std::string_view::npos) return unfinished_message_line();
      at_ = end + 2;
      const std::string_view text = bytes_.substr(start, end - start);
      if (text == ".") break;
      add("data", std::string(text.substr(text.starts_with('.') ? 1 : 0)) + "\r\n");
    }
    ++sent_;
    latest_ = "";
    add("end", "");
  }

  /// A CR is told with the byte after it, which shows that no line ends there.
  void unfinished_message_line() {
    std::string_view text = bytes_.substr(at_);
    const bool held = end_ == stream_end::open && text.ends_with('\r');
    if (held) text.remove_suffix(1);
    const bool told_late = text.ends_with('\r') && text.size() < bytes_.size() - at_;
    at_ += text.size() + (told_late ? 1 : 0);
    add("data", text.substr(text.starts_with('.') ? 1 : 0));
    stop("");
  }

  void reply() {
    const std::size_t start = at_;
    std::string text;
    do {
      if (!take_lines("\r\n", limits_.head_bytes_max - (at_ - start), text, bytes_.substr(start))) return;
      if (!is_reply_line(text)) return fail("reply-line");
      if (text.substr(0, 3) != bytes_.substr(start, 3)) return fail("reply-code");
      if (at_ - start > limits_.head_bytes_max) return fail("too-long");
    } while (text.size() > 3 && text[3] == '-');
    add("reply", bytes_.substr(start, at_ - start));
    const std::string code = text.substr(0, 3);
    const std::string asked = next_asked();
    message_announced_ = asked == "DATA" && code == "354";
    challenged_ = asked == "AUTH" && code == "334";
    if (asked == "STARTTLS" && code == "220") rest_is_data();
  }

  /// What the reply that has just ended is about: the greeting is about nothing, a message has no verb, a response is
  /// as good as AUTH, and a reply that came before what it could be about is about nothing, too.
  std::string next_asked() {
    if (std::exchange(greeted_, true) && !message_announced_) {
      const bool known = sent_ < heard_.size() && heard_[sent_].before < at_;
      const std::string verb = known ? verb_of(heard_[sent_++].bytes) : "";
      return challenged_ ? "AUTH" : verb;
    }
    return "";
  }

  std::span<const heard_frame> heard_;
  std::size_t sent_ = 0;  ///< by the client: of a client so far, of a server what has its reply
  std::string latest_;    ///< verb of a client's latest command; a response keeps it
  bool greeted_ = false;
  bool message_announced_ = false;
  bool challenged_ = false;
};

}  // namespace

std::vector<reference_frame> smtp_reference(std::string_view bytes, side from, std::span<const heard_frame> heard,
                                            stream_end end, const framing_limits& limits) {
  smtp_walk walk(bytes, heard, end, limits);
  return from == side::client ? walk.client() : walk.server();
}

}  // namespace asynchat::protocols
