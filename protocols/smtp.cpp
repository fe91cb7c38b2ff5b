#include <asynchat/protocols/smtp.h>

#include "read_number.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace asynchat::protocols {

namespace {

using mode = smtp_framing::mode;

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view blanks = " \t";

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

/// `word` is in capitals.
bool is_word(std::string_view text, std::string_view word) {
  return std::equal(text.begin(), text.end(), word.begin(), word.end(), [](char a, char b) { return upper(a) == b; });
}

std::string_view verb_of(std::string_view command) { return command.substr(0, command.find_first_of(blanks)); }

mode asked_by(std::string_view command) {
  const std::string_view verb = verb_of(command);
  if (is_word(verb, "DATA")) return mode::content;
  if (is_word(verb, "AUTH")) return mode::responses;
  return is_word(verb, "STARTTLS") ? mode::tls : mode::commands;
}

mode granted_by(std::string_view code) {
  if (code == "354") return mode::content;
  if (code == "334") return mode::responses;
  return code == "220" ? mode::tls : mode::commands;
}

/// The next word of the text, which loses it and the blanks before it; empty where there is none.
std::string_view take_word(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  const std::string_view word = verb_of(text);
  text.remove_prefix(word.size());
  return word;
}

/// The number of bytes that "BDAT" announces; none where it is not well written.
std::optional<std::uint64_t> read_chunk_size(std::string_view command) {
  take_word(command);
  const std::string_view digits = take_word(command);
  const std::string_view last = take_word(command);
  if ((!last.empty() && !is_word(last, "LAST")) || !take_word(command).empty()) return std::nullopt;
  return read_number<std::uint64_t>(digits);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == '\x7f'; }

bool is_reply_line(std::string_view line) {
  if (line.size() < 3 || line[0] < '2' || line[0] > '5' || !is_digit(line[1]) || !is_digit(line[2])) return false;
  if (line.size() > 3 && line[3] != ' ' && line[3] != '-') return false;
  return std::none_of(line.begin(), line.end(), is_control);
}

}  // namespace

smtp_framing::smtp_framing(loop& owner, std::unique_ptr<stream> source, frame_sink& sink, side from,
                           const framing_limits& limits)
    : placed_framing(owner, std::move(source), sink, limits), from_(from) {
  set_terminator(line_end);
  // The greeting answers the connection itself.
  if (from == side::client) {
    place_.unanswered = 1;
  } else {
    place_.now = phase::reply;
    place_.waiting.push_back(mode::commands);
  }
}

void smtp_framing::hear(std::string_view frame) {
  if (from_ == side::client) {
    hear_reply(frame);
  } else {
    place_.waiting.push_back(asked_by(frame));
  }
}

void smtp_framing::hear_reply(std::string_view reply) {
  const mode granted = granted_by(reply.substr(0, 3));
  if (place_.unanswered == 0) {
    place_.waiting.push_back(granted);
    return;
  }
  --place_.unanswered;
  if (place_.unanswered == 0 && is_between()) enter(granted);
}

void smtp_framing::collect_incoming_data(std::string_view data) {
  switch (place_.now) {
    case phase::command:
    case phase::response:
      gather_text(place_.line, data, limits().head_bytes_max);
      break;
    case phase::reply:
      gather_text(place_.line, data, limits().head_bytes_max - place_.reply.size());
      break;
    case phase::content:
      collect_content(data);
      break;
    case phase::chunk:
    case phase::tunnel:
      emit("data", data);
      break;
  }
}

void smtp_framing::found_terminator() {
  switch (place_.now) {
    case phase::command:
    case phase::response:
      return end_line();
    case phase::content:
      return end_content_line();
    case phase::chunk:
      return end_chunk();
    case phase::reply:
      return end_reply_line();
    case phase::tunnel:
      return;
  }
}

void smtp_framing::finish() {
  switch (place_.now) {
    case phase::command:
    case phase::response:
    case phase::reply:
      if (place_.reply.empty() && place_.line.empty()) return;
      return emit("incomplete", std::string(place_.reply.view()) + std::string(place_.line.view()));
    case phase::content:
      if (place_.content != content_line::first) emit("incomplete");
      return;
    case phase::chunk:
      return emit("incomplete");
    case phase::tunnel:
      return;
  }
}

void smtp_framing::begin_tunnel() {
  place_.now = phase::tunnel;
  set_terminator(no_terminator{});
}

void smtp_framing::end_line() {
  const gathered_bytes gathered = std::exchange(place_.line, {});
  const std::string_view line = gathered.view();
  if (line.find('\r') != std::string_view::npos) return fail("bare-cr");
  if (place_.now == phase::response) {
    await_reply(mode::responses);
    return emit("response", line);
  }
  if (is_word(verb_of(line), "BDAT")) {
    const std::optional<std::uint64_t> size = read_chunk_size(line);
    return size ? begin_chunk(line, *size) : fail("chunk-size");
  }
  await_reply(asked_by(line));
  emit("command", line);
}

void smtp_framing::begin_chunk(std::string_view command, std::uint64_t size) {
  await_reply(mode::commands);
  if (size > 0) {
    place_.now = phase::chunk;
    set_terminator(byte_count(size));
  }
  emit("command", command);
  if (size == 0) emit("end");
}

void smtp_framing::end_chunk() {
  place_.now = phase::command;
  set_terminator(line_end);
  emit("end");
}

void smtp_framing::collect_content(std::string_view data) {
  const bool in_front = place_.content == content_line::first || place_.content == content_line::start;
  const bool stuffed = in_front && data.front() == '.';
  if (stuffed) {
    data.remove_prefix(1);
    place_.content = content_line::dot;
  }
  if (data.empty()) return;
  place_.content = content_line::text;
  emit("data", data);
}

void smtp_framing::end_content_line() {
  if (place_.content != content_line::dot) {
    place_.content = content_line::start;
    return emit("data", line_end);
  }
  place_.content = content_line::first;
  await_reply(mode::commands);
  emit("end");
}

void smtp_framing::await_reply(mode asked) {
  place_.asked = asked;
  std::optional<mode> granted;
  if (place_.waiting.empty()) {
    ++place_.unanswered;
  } else {
    granted = place_.waiting.front();
    place_.waiting.pop_front();
  }
  enter(granted.value_or(asked == mode::content ? mode::content : mode::commands));
}

/// Commands, responses and messages come in lines alike, so that the terminator stays.
void smtp_framing::enter(mode granted) {
  switch (granted == place_.asked ? granted : mode::commands) {
    case mode::commands:
      place_.now = phase::command;
      return;
    case mode::responses:
      place_.now = phase::response;
      return;
    case mode::content:
      place_.now = phase::content;
      return;
    case mode::tls:
      return begin_tunnel();
  }
}

bool smtp_framing::is_between() const {
  return place_.now != phase::chunk && place_.line.empty() && place_.content == content_line::first && held() == 0;
}

void smtp_framing::end_reply_line() {
  const gathered_bytes gathered = std::exchange(place_.line, {});
  const std::string_view line = gathered.view();
  if (!is_reply_line(line)) return fail("reply-line");
  const std::string_view code = line.substr(0, 3);
  if (!place_.reply.empty() && !place_.reply.view().starts_with(code)) return fail("reply-code");
  if (!gather(place_.reply, std::string(line) + std::string(line_end), limits().head_bytes_max)) return;
  if (line.size() == 3 || line[3] == ' ') end_reply();
}

void smtp_framing::end_reply() {
  const gathered_bytes reply = std::exchange(place_.reply, {});
  mode asked = mode::commands;
  if (!place_.waiting.empty()) {
    asked = place_.waiting.front();
    place_.waiting.pop_front();
  }
  if (place_.challenged) asked = mode::responses;
  const mode granted = granted_by(reply.view().substr(0, 3));
  place_.challenged = granted == mode::responses && asked == granted;
  // The next reply is about the message, for which no command is heard.
  if (granted == mode::content && asked == granted) place_.waiting.push_front(mode::commands);
  if (granted == mode::tls && asked == granted) begin_tunnel();
  emit("reply", reply.view());
}

}  // namespace asynchat::protocols
