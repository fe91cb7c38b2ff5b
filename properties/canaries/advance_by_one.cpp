#include <cstddef>
#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct advance_by_one_parser {
  void feed(std::string_view chunk, events& out) {
    kept_ += chunk;
    for (std::size_t end = kept_.find("\r\n"); end != std::string::npos; end = kept_.find("\r\n")) {
      out.add("frame", std::string_view(kept_).substr(0, end));
      kept_.erase(0, end + 1);
    }
  }
  void finish(events& out) { tell_incomplete(kept_, out); }

  friend bool operator==(const advance_by_one_parser&, const advance_by_one_parser&) = default;

 private:
  std::string kept_;
};

}  // namespace

canary advance_by_one() {
  return {.name = "advance_by_one",
          .mistake = "Behind a terminator of two bytes the reader goes on one byte further, as if it had one.",
          .models = "aiohttp#6701: readuntil advances by 1 instead of by the length of its separator.",
          .caught_by = law::model,
          .framing = "crlf",
          .cuts_max = 0,
          .right = {"a", "1 | eof"},
          .wrong = {"\r\n", "2 | eof"},
          .model = model_of(crlf_rule),
          .make = make_parser<advance_by_one_parser>,
          .make_right = make_right<crlf_rule>};
}

}  // namespace asynchat::properties::canaries
