#pragma once

#include <asynchat/properties/events.h>
#include <asynchat/properties/parser_subject.h>
#include <asynchat/properties/subject.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::properties::canaries {

/// One frame at the front of some bytes.
struct front_frame {
  event what;
  std::size_t size = 0;  ///< bytes it takes, all overhead included; at least 1
  bool last = false;     ///< nothing is told of what follows it
};

/// Finds the frame at the front of the rest of a stream; none while its end has not come. These are the definitions
/// of what canaries should have been.
using framing_rule = std::optional<front_frame> (*)(std::string_view rest);

std::optional<front_frame> crlf_rule(std::string_view rest);
/// Lines whose last one is QUIT.
std::optional<front_frame> crlf_quit_rule(std::string_view rest);
/// Lines of at most line_bytes_max bytes; a longer one is an "error", "too-long".
std::optional<front_frame> crlf_limit_rule(std::string_view rest);
/// The same lines; a longer one is "refused", and the next one is read from behind its end.
std::optional<front_frame> crlf_refuse_rule(std::string_view rest);
/// Messages that end with an empty line, of at most head_lines_max lines before it; one with more is an "error",
/// "too-many".
std::optional<front_frame> head_rule(std::string_view rest);
/// Frames that end with "END", and with "aab".
std::optional<front_frame> end_rule(std::string_view rest);
std::optional<front_frame> aab_rule(std::string_view rest);
/// Frames of counted_bytes bytes.
std::optional<front_frame> count_rule(std::string_view rest);
/// Payloads behind their length.
std::optional<front_frame> u8_rule(std::string_view rest);
std::optional<front_frame> u16be_rule(std::string_view rest);
/// The length has seven bits in each byte, the lowest first; all bytes but its last have the eighth. One of more than
/// four bytes is an "error", "bad-length".
std::optional<front_frame> varint_rule(std::string_view rest);
/// Payloads behind their length and before CR LF; without it they are an "error", "no-crlf".
std::optional<front_frame> u8_crlf_rule(std::string_view rest);
/// Messages that end with a line that is a dot.
std::optional<front_frame> dot_rule(std::string_view rest);
/// Parts with a # between them, the last one before ##.
std::optional<front_frame> parts_rule(std::string_view rest);

/// True when the length that varint_rule finds at the front is all there.
bool varint_is_whole(std::string_view rest);

inline constexpr std::size_t line_bytes_max = 4;
inline constexpr std::size_t head_lines_max = 4;
inline constexpr std::size_t counted_bytes = 5;

/// A line of that many bytes, and its terminator.
std::string line_of(std::size_t bytes);

/// What the rule says of a whole input; what is unfinished at its end is "incomplete".
reference model_of(framing_rule rule);

/// A right parser by the rule: it keeps all of an unfinished frame.
template <framing_rule Rule>
struct right_parser {
  void feed(std::string_view chunk, events& out) {
    if (over_) return;
    kept_ += chunk;
    while (const std::optional<front_frame> frame = Rule(kept_)) {
      out.add(frame->what.name, frame->what.bytes);
      kept_.erase(0, frame->size);
      if (frame->last) {
        over_ = true;
        kept_.clear();
        return;
      }
    }
  }

  void finish(events& out) {
    if (!over_ && !kept_.empty()) out.add("incomplete", kept_);
  }

  friend bool operator==(const right_parser&, const right_parser&) = default;

 private:
  std::string kept_;
  bool over_ = false;
};

/// The same for lines with a limit, which it offers.
template <framing_rule Rule>
struct right_limited_parser : right_parser<Rule> {
  static std::vector<limit_probe> limits() { return {{line_bytes_max, line_of}}; }
};

template <class Parser>
std::unique_ptr<subject> make_parser() {
  return std::make_unique<parser_subject<Parser>>("canary");
}

template <framing_rule Rule>
std::unique_ptr<subject> make_right() {
  return std::make_unique<parser_subject<right_parser<Rule>>>("right");
}

/// The part that most canaries of lines do right: tells of the whole lines at the front of `kept`, and removes them.
void take_lines(std::string& kept, events& out);

/// Tells of an unfinished frame, if there is one.
void tell_incomplete(std::string_view kept, events& out);

}  // namespace asynchat::properties::canaries
