#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct empty_read_ends_parser {
  void feed(std::string_view chunk, events& out) {
    if (over_) return;
    if (chunk.empty()) return finish(out);
    kept_ += chunk;
    take_lines(kept_, out);
  }
  void finish(events& out) {
    if (!over_) tell_incomplete(kept_, out);
    over_ = true;
  }

  friend bool operator==(const empty_read_ends_parser&, const empty_read_ends_parser&) = default;

 private:
  std::string kept_;
  bool over_ = false;
};

}  // namespace

canary empty_read_ends() {
  return {.name = "empty_read_ends",
          .mistake = "A read that brings nothing is taken for the end of the stream.",
          .models = "bpo-16133: a recv that would block closed the channel.",
          .caught_by = law::empty_reads,
          .framing = "crlf",
          .cuts_max = 0,
          .right = {"a\r\n", "1 2 | eof"},
          .wrong = {"\r\n", "b 2 | eof"},
          .model = model_of(crlf_rule),
          .make = make_parser<empty_read_ends_parser>,
          .make_right = make_right<crlf_rule>};
}

}  // namespace asynchat::properties::canaries
