#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct cr_ends_line_parser {
  void feed(std::string_view chunk, events& out) {
    kept_ += chunk;
    take_lines(kept_, out);
    if (kept_.ends_with('\r')) {
      out.add("frame", std::string_view(kept_).substr(0, kept_.size() - 1));
      kept_.clear();
      after_cr_ = true;
    } else if (after_cr_ && kept_.starts_with('\n')) {
      out.add("frame");
      kept_.erase(0, 1);
      after_cr_ = false;
      take_lines(kept_, out);
    }
  }
  void finish(events& out) { tell_incomplete(kept_, out); }

  friend bool operator==(const cr_ends_line_parser&, const cr_ends_line_parser&) = default;

 private:
  std::string kept_;
  bool after_cr_ = false;
};

}  // namespace

canary cr_ends_line() {
  return {
      .name = "cr_ends_line",
      .mistake = "A CR that a read ends with is taken for the end of the line, and the LF that follows for one more.",
      .models = "netty#13088: an extra empty frame when the delimiter CR LF is split; eventsource-parser#17 likewise.",
      .caught_by = law::invariance,
      .framing = "crlf",
      .cuts_max = 1,
      .right = {"a\r\nb\r\n", "4 2 | eof"},
      .wrong = {"\r\n", "1 1 | eof"},
      .model = model_of(crlf_rule),
      .make = make_parser<cr_ends_line_parser>,
      .make_right = make_right<crlf_rule>};
}

}  // namespace asynchat::properties::canaries
