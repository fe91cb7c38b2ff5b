#include <cstddef>
#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct dot_lenient_parser {
  void feed(std::string_view chunk, events& out) {
    kept_ += chunk;
    for (std::size_t dot = kept_.find("\n.\r\n"); dot != std::string::npos; dot = kept_.find("\n.\r\n")) {
      const std::size_t end = dot > 0 && kept_[dot - 1] == '\r' ? dot - 1 : dot;
      out.add("frame", std::string_view(kept_).substr(0, end));
      kept_.erase(0, dot + 4);
    }
  }
  void finish(events& out) { tell_incomplete(kept_, out); }

  friend bool operator==(const dot_lenient_parser&, const dot_lenient_parser&) = default;

 private:
  std::string kept_;
};

}  // namespace

canary dot_lenient() {
  return {.name = "dot_lenient",
          .mistake = "A message ends at a dot behind a bare LF, too.",
          .models =
              "SMTP smuggling, CVE-2023-51764 to 51766 and go-smtp#246: two servers do not agree where a message ends.",
          .caught_by = law::model,
          .framing = "crlf, to a dot",
          .cuts_max = 0,
          .right = {"a\r\n.\r\n", "6 | eof"},
          .wrong = {"\n.\r\n", "4 | eof"},
          .model = model_of(dot_rule),
          .make = make_parser<dot_lenient_parser>,
          .make_right = make_right<dot_rule>};
}

}  // namespace asynchat::properties::canaries
