#include <optional>
#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct error_not_reported_parser {
  void feed(std::string_view chunk, events& out) {
    if (over_) return;
    bool begun_before = !kept_.empty();
    kept_ += chunk;
    while (const std::optional<front_frame> line = crlf_limit_rule(kept_)) {
      over_ = line->last;
      if (!over_ || !begun_before) out.add(line->what.name, line->what.bytes);  // it is recorded, but who says so?
      if (over_) return;
      kept_.erase(0, line->size);
      begun_before = false;
    }
  }
  void finish(events& out) {
    if (!over_) tell_incomplete(kept_, out);
  }

  friend bool operator==(const error_not_reported_parser&, const error_not_reported_parser&) = default;

 private:
  std::string kept_;
  bool over_ = false;
};

}  // namespace

canary error_not_reported() {
  return {
      .name = "error_not_reported",
      .mistake = "An error that is found in a later read than the one its frame began in ends the work without a word.",
      .models = "redis#15795: a protocol error in an argument that comes after a cut is recorded and never reported.",
      .caught_by = law::invariance,
      .framing = "crlf, lines of 4 bytes at most",
      .cuts_max = 1,
      .right = {"abcd\r\n", "4 2 | eof"},
      .wrong = {"abcde", "1 4 | eof"},
      .model = model_of(crlf_limit_rule),
      .make = make_parser<error_not_reported_parser>,
      .make_right = make_right<crlf_limit_rule>};
}

}  // namespace asynchat::properties::canaries
