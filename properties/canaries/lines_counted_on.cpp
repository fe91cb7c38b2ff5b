#include <optional>
#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct lines_counted_on_parser {
  void feed(std::string_view chunk, events& out) {
    if (over_) return;
    kept_ += chunk;
    while (const std::optional<front_frame> line = crlf_rule(std::string_view(kept_).substr(read_))) {
      read_ += line->size;
      if (line->what.bytes.empty()) {
        out.add("frame", kept_.substr(0, read_));
        kept_.erase(0, read_);
        read_ = 0;  // and lines_ stays
      } else if (++lines_ > head_lines_max) {
        out.add("error", "too-many");
        over_ = true;
        return;
      }
    }
  }
  void finish(events& out) {
    if (!over_) tell_incomplete(kept_, out);
  }

  friend bool operator==(const lines_counted_on_parser&, const lines_counted_on_parser&) = default;

 private:
  std::string kept_;
  std::size_t read_ = 0;
  std::size_t lines_ = 0;
  bool over_ = false;
};

}  // namespace

canary lines_counted_on() {
  return {.name = "lines_counted_on",
          .mistake = "The count of a message's lines is not set back when the next message begins.",
          .models = "puma#3970 and lwan#381: what is left of the state of the last request is used for the next one.",
          .caught_by = law::epochs,
          .framing = "heads of 4 lines at most",
          .cuts_max = 0,
          .right = {"a\r\nb\r\nc\r\n\r\n", "4 7 | eof"},
          .wrong = {"a\r\nb\r\nc\r\n\r\na\r\nb\r\n\r\n", "19 | eof"},
          .model = model_of(head_rule),
          .make = make_parser<lines_counted_on_parser>,
          .make_right = make_right<head_rule>};
}

}  // namespace asynchat::properties::canaries
