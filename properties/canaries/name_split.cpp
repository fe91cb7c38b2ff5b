#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct name_split_parser {
  void feed(std::string_view chunk, events& out) {
    if (chunk.empty()) return;
    kept_ += chunk;
    take_lines(kept_, out);
    if (kept_.empty() || kept_.find(':') != std::string::npos) return;
    out.add("frame", kept_);  // the name of a field, or a part of it
    kept_.clear();
  }
  void finish(events& out) { tell_incomplete(kept_, out); }

  friend bool operator==(const name_split_parser&, const name_split_parser&) = default;

 private:
  std::string kept_;
};

}  // namespace

canary name_split() {
  return {.name = "name_split",
          .mistake = "The name of a field is told of as far as it has come when a read ends in it.",
          .models = "libhv#737: te and nantid are two fields when transfer-encoding would have been one.",
          .caught_by = law::invariance,
          .framing = "crlf",
          .cuts_max = 1,
          .right = {"a:b\r\n", "2 3 | eof"},
          .wrong = {"ab\r\n", "1 3 | eof"},
          .model = model_of(crlf_rule),
          .make = make_parser<name_split_parser>,
          .make_right = make_right<crlf_rule>};
}

}  // namespace asynchat::properties::canaries
