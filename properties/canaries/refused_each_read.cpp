#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct refused_each_read_parser {
  static std::vector<limit_probe> limits() { return {{line_bytes_max, line_of}}; }

  void feed(std::string_view chunk, events& out) {
    if (chunk.empty()) return;
    kept_ += chunk;
    while (const std::optional<front_frame> line = crlf_refuse_rule(kept_)) {
      // What was refused already is not looked at again, but told of again.
      out.add(discarding_ ? "refused" : line->what.name, discarding_ ? std::string() : line->what.bytes);
      kept_.erase(0, line->size);
      discarding_ = false;
    }
    const bool ends_with_cr = kept_.ends_with('\r');
    if (!discarding_ && kept_.size() - (ends_with_cr ? 1 : 0) <= line_bytes_max) return;
    discarding_ = true;
    out.add("refused");
  }
  void finish(events& out) { tell_incomplete(kept_, out); }

  friend bool operator==(const refused_each_read_parser&, const refused_each_read_parser&) = default;

 private:
  std::string kept_;
  bool discarding_ = false;
};

}  // namespace

canary refused_each_read() {
  return {.name = "refused_each_read",
          .mistake = "A line that is too long is refused again with each read that brings a part of it.",
          .models = "tokio#3555: LinesCodec returns MaxLineLengthExceeded once for each chunk instead of once a line.",
          .caught_by = law::limits,
          .framing = "crlf, lines of 4 bytes at most, longer ones refused",
          .cuts_max = 1,
          .right = {"abcd\r\nabcdef\r\nab\r\n", "18 | eof"},
          .wrong = {"abcde\r\n", "5 2 | eof"},
          .model = model_of(crlf_refuse_rule),
          .make = make_parser<refused_each_read_parser>,
          .make_right = make_parser<right_limited_parser<crlf_refuse_rule>>};
}

}  // namespace asynchat::properties::canaries
