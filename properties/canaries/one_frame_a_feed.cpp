#include <optional>
#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct one_frame_a_feed_parser {
  void feed(std::string_view chunk, events& out) {
    if (chunk.empty()) return;
    kept_ += chunk;
    if (const std::optional<front_frame> line = crlf_rule(kept_)) {
      out.add("frame", line->what.bytes);
      kept_.erase(0, line->size);
    }
  }
  void finish(events& out) { tell_incomplete(kept_, out); }

  friend bool operator==(const one_frame_a_feed_parser&, const one_frame_a_feed_parser&) = default;

 private:
  std::string kept_;
};

}  // namespace

canary one_frame_a_feed() {
  return {.name = "one_frame_a_feed",
          .mistake = "Of several frames in one read only the first is handled; the others wait for more bytes.",
          .models = "sipgo#145 and pjproject#2268: three requests in one segment.",
          .caught_by = law::progress,
          .framing = "crlf",
          .cuts_max = 0,
          .right = {"a\r\nb\r\n", "3 3 | eof"},
          .wrong = {"\r\n\r\n", "4 | open"},
          .model = model_of(crlf_rule),
          .make = make_parser<one_frame_a_feed_parser>,
          .make_right = make_right<crlf_rule>};
}

}  // namespace asynchat::properties::canaries
