#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"
#include "tls_line.h"

namespace asynchat::properties::canaries {

namespace {

struct starttls_injected_parser {
  void feed(std::string_view chunk, events& out) {
    if (switched_) {
      if (!chunk.empty()) out.add("data", chunk);
      return;
    }
    kept_ += chunk;
    switched_ = take_lines_to_tls(kept_, out);
    take_lines(kept_, out);  // the rest of the line buffer, too
  }
  void finish(events& out) { tell_incomplete(kept_, out); }

  friend bool operator==(const starttls_injected_parser&, const starttls_injected_parser&) = default;

 private:
  std::string kept_;
  bool switched_ = false;
};

}  // namespace

canary starttls_injected() {
  return {.name = "starttls_injected",
          .mistake = "What came in plain text behind the line that starts TLS is still read as commands.",
          .models = "postfix CVE-2011-0411, exim CVE-2021-38371 and pyftpdlib#523: commands injected before TLS.",
          .caught_by = law::model,
          .framing = "crlf, to TLS",
          .cuts_max = 0,
          .right = {"TLS\r\nb\r\n", "5 3 | eof"},
          .wrong = {"TLS\r\n\r\n", "7 | eof"},
          .model = tls_model(),
          .make = make_parser<starttls_injected_parser>,
          .make_right = make_parser<tls_parser>};
}

}  // namespace asynchat::properties::canaries
