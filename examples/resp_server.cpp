// A server for redis-cli and redis-benchmark: strings, counters and lists over RESP. An array is lines and counted
// strings: "*2\r\n$3\r\nGET\r\n$1\r\nk\r\n"; so the terminator is CR LF, or the string's length and two.
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "support/resp_database.h"
#include "support/serve.h"
#include "support/session.h"
#include "support/text.h"

namespace asynchat::examples {
namespace {

constexpr std::size_t line_bytes_max = std::size_t{64} * 1024;
constexpr std::size_t command_bytes_max = std::size_t{1024} * 1024;
constexpr std::size_t words_max = std::size_t{16} * 1024;

class resp_session : public session {
 public:
  resp_session(asynchat::loop& loop, std::unique_ptr<stream> accepted, resp_database& database)
      : session(loop, std::move(accepted)), database_(database) {
    await_line();
  }

  void collect_incoming_data(std::string_view data) override {
    if (refusal_.empty()) text_ += data;
  }

  void found_terminator() override {
    if (in_string_) return end_string();
    const std::string_view line = text_;
    if (words_missing_ > 0) return begin_string(line);
    if (line.starts_with('*')) return begin_array(line.substr(1));
    split(line);
    await_line();
    take_command();
  }

  void handle_limit() override { refuse("too big inline request"); }

  void handle_drain() override {
    cork();
    while (!waiting_.empty() && has_room()) {
      push_with_producer(database_.run(waiting_.front()));
      waiting_.pop_front();
    }
    uncork();
    if (!waiting_.empty() || !has_room()) return;
    if (!refusal_.empty()) return say_refusal();
    session::handle_drain();
  }

 private:
  bool has_room() { return push({}); }

  void await_line() {
    text_.clear();
    in_string_ = false;
    set_frame_limit(line_bytes_max);
    set_terminator("\r\n");
  }

  void begin_array(std::string_view digits) {
    const auto words = number_in<std::int64_t>(digits);
    if (!words || *words > static_cast<std::int64_t>(words_max)) return refuse("invalid multibulk length");
    words_missing_ = *words > 0 ? static_cast<std::size_t>(*words) : 0;
    await_line();
  }

  void begin_string(std::string_view line) {
    if (!line.starts_with('$')) return refuse("expected '$'");
    const auto size = number_in<std::uint64_t>(line.substr(1));
    if (!size || *size > command_bytes_max - command_bytes_) return refuse("invalid bulk length");
    command_bytes_ += *size;
    text_.clear();
    in_string_ = true;
    set_frame_limit(0);
    set_terminator(byte_count(*size + 2));
  }

  void end_string() {
    if (!text_.ends_with("\r\n")) return refuse("a string is not as long as it says");
    text_.resize(text_.size() - 2);
    words_.push_back(std::exchange(text_, {}));
    await_line();
    if (--words_missing_ == 0) take_command();
  }

  void split(std::string_view line) {
    while (!line.empty()) {
      if (const std::string_view word = cut(line, " "); !word.empty()) words_.emplace_back(word);
    }
  }

  /// Replies can be far longer than what asks for them. When too many bytes of them wait, a command waits too.
  void take_command() {
    command_bytes_ = 0;
    if (words_.empty()) return;
    if (!waiting_.empty() || !has_room()) return waiting_.push_back(std::exchange(words_, {}));
    push_with_producer(database_.run(words_));
    words_.clear();
  }

  /// What follows is not read any more. The commands that wait are answered first.
  void refuse(std::string_view why) {
    refusal_ = "-ERR Protocol error: " + std::string(why) + "\r\n";
    set_frame_limit(0);
    set_terminator(no_terminator{});
    if (waiting_.empty()) say_refusal();
  }

  void say_refusal() {
    push(refusal_);
    finish();
  }

  resp_database& database_;
  std::string text_;
  bool in_string_ = false;
  std::size_t words_missing_ = 0;
  std::size_t command_bytes_ = 0;
  resp_command words_;
  std::deque<resp_command> waiting_;
  std::string refusal_;
};

}  // namespace
}  // namespace asynchat::examples

int main(int argc, char** argv) {
  asynchat::examples::resp_database database;
  return asynchat::examples::serve<asynchat::examples::resp_session>(asynchat::examples::parse_options(argc, argv),
                                                                     database);
}
