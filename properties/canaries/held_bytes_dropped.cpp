#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct held_bytes_dropped_parser {
  void feed(std::string_view chunk, events& out) {
    kept_ += chunk;
    take_lines(kept_, out);
  }
  void finish(events& out) {
    if (kept_.ends_with('\r')) kept_.pop_back();
    tell_incomplete(kept_, out);
  }

  friend bool operator==(const held_bytes_dropped_parser&, const held_bytes_dropped_parser&) = default;

 private:
  std::string kept_;
};

}  // namespace

canary held_bytes_dropped() {
  return {
      .name = "held_bytes_dropped",
      .mistake =
          "At the end of the stream, bytes that were held back because they might begin the terminator are dropped.",
      .models = "asynchat itself, up to its last version: a CR before the end of the stream stays in ac_in_buffer.",
      .caught_by = law::model,
      .framing = "crlf",
      .cuts_max = 0,
      .right = {"a", "1 | eof"},
      .wrong = {"\r", "1 | eof"},
      .model = model_of(crlf_rule),
      .make = make_parser<held_bytes_dropped_parser>,
      .make_right = make_right<crlf_rule>};
}

}  // namespace asynchat::properties::canaries
