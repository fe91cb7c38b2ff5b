#include <string>
#include <string_view>

#include "all.h"
#include "linear_lines.h"

namespace asynchat::properties::canaries {

namespace {

struct rescans_line_parser {
  void feed(std::string_view chunk, events& out) {
    kept_ += chunk;
    work_done() += kept_.size();
    std::size_t taken = 0;
    for (std::size_t end = kept_.find("\r\n"); end != std::string::npos; end = kept_.find("\r\n", taken)) {
      out.add("frame", std::string_view(kept_).substr(taken, end - taken));
      taken = end + 2;
    }
    kept_.erase(0, taken);
  }
  void finish(events& out) { tell_incomplete(kept_, out); }

  friend bool operator==(const rescans_line_parser&, const rescans_line_parser&) = default;

 private:
  std::string kept_;
};

std::string_view long_line() {
  static const std::string line(4096, 'a');
  return line;
}

}  // namespace

canary rescans_line() {
  return {.name = "rescans_line",
          .mistake = "With each read, all of the unfinished line is searched for its terminator again.",
          .models = "netty#7202, CVE-2023-52425 of expat and bpo-21448: a long token in small reads takes minutes.",
          .caught_by = law::linear_cost,
          .framing = "crlf",
          .cuts_max = 4095,
          .right = {"ab\r\nc\r\n", "3 4 | eof"},
          .wrong = {long_line(), "1*4096 | eof"},
          .model = model_of(crlf_rule),
          .make = make_parser<rescans_line_parser>,
          .make_right = make_parser<linear_lines>};
}

}  // namespace asynchat::properties::canaries
