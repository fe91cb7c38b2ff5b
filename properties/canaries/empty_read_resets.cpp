#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct empty_read_resets_parser {
  void feed(std::string_view chunk, events& out) {
    if (chunk.empty()) kept_.clear();
    kept_ += chunk;
    take_lines(kept_, out);
  }
  void finish(events& out) { tell_incomplete(kept_, out); }

  friend bool operator==(const empty_read_resets_parser&, const empty_read_resets_parser&) = default;

 private:
  std::string kept_;
};

}  // namespace

canary empty_read_resets() {
  return {.name = "empty_read_resets",
          .mistake = "A read that brings nothing throws away what was kept of an unfinished line.",
          .models = "softwaremill/jox#370: an empty chunk resets the line buffer.",
          .caught_by = law::empty_reads,
          .framing = "crlf",
          .cuts_max = 1,
          .right = {"a\r\n", "b 1 2 | eof"},
          .wrong = {"a\r\n", "1 b 2 | eof"},
          .model = model_of(crlf_rule),
          .make = make_parser<empty_read_resets_parser>,
          .make_right = make_right<crlf_rule>};
}

}  // namespace asynchat::properties::canaries
