#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct limit_counts_terminator_parser {
  static std::vector<limit_probe> limits() { return {{line_bytes_max, line_of}}; }

  void feed(std::string_view chunk, events& out) {
    if (over_) return;
    kept_ += chunk;
    std::optional<front_frame> line = crlf_rule(kept_);
    while (line && line->what.bytes.size() <= line_bytes_max) {
      out.add("frame", line->what.bytes);
      kept_.erase(0, line->size);
      line = crlf_rule(kept_);
    }
    if (!line && kept_.size() <= line_bytes_max) return;  // a CR at its end is counted
    out.add("error", "too-long");
    over_ = true;
  }
  void finish(events& out) {
    if (!over_) tell_incomplete(kept_, out);
  }

  friend bool operator==(const limit_counts_terminator_parser&, const limit_counts_terminator_parser&) = default;

 private:
  std::string kept_;
  bool over_ = false;
};

}  // namespace

canary limit_counts_terminator() {
  return {.name = "limit_counts_terminator",
          .mistake = "The limit of a line counts a part of its terminator when a read ends there.",
          .models = "netty#1287: the maximum length of a line holds or not, depending on where it is cut.",
          .caught_by = law::limits,
          .framing = "crlf, lines of 4 bytes at most",
          .cuts_max = 1,
          .right = {"abcd\r\n", "4 2 | eof"},
          .wrong = {"abcd\r\n", "5 1 | eof"},
          .model = model_of(crlf_limit_rule),
          .make = make_parser<limit_counts_terminator_parser>,
          .make_right = make_parser<right_limited_parser<crlf_limit_rule>>};
}

}  // namespace asynchat::properties::canaries
