#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct no_carry_over_parser {
  void feed(std::string_view chunk, events& out) {
    if (chunk.empty()) return;
    rest_ = chunk;
    take_lines(rest_, out);
  }
  void finish(events& out) { tell_incomplete(rest_, out); }

  friend bool operator==(const no_carry_over_parser&, const no_carry_over_parser&) = default;

 private:
  std::string rest_;
};

}  // namespace

canary no_carry_over() {
  return {.name = "no_carry_over",
          .mistake = "The part of a line that one read ends with is gone when the next one comes.",
          .models = "sipnab#95 and sngrep#466: one segment is taken for one message.",
          .caught_by = law::invariance,
          .framing = "crlf",
          .cuts_max = 1,
          .right = {"ab\r\nc\r\n", "4 3 | eof"},
          .wrong = {"ab\r\n", "1 3 | eof"},
          .model = model_of(crlf_rule),
          .make = make_parser<no_carry_over_parser>,
          .make_right = make_right<crlf_rule>};
}

}  // namespace asynchat::properties::canaries
