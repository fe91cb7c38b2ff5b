#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct partial_flushed_parser {
  void feed(std::string_view chunk, events& out) {
    kept_ += chunk;
    take_lines(kept_, out);
  }
  void finish(events& out) {
    if (!kept_.empty()) out.add("frame", kept_);
  }

  friend bool operator==(const partial_flushed_parser&, const partial_flushed_parser&) = default;

 private:
  std::string kept_;
};

}  // namespace

canary partial_flushed() {
  return {
      .name = "partial_flushed",
      .mistake = "A frame that the end of the stream cuts off is reported as if it were whole.",
      .models = "No report is on file: it is what happens when the end of a frame and of the stream share their code.",
      .caught_by = law::model,
      .framing = "crlf",
      .cuts_max = 0,
      .right = {"a\r\n", "3 | eof"},
      .wrong = {"a", "1 | eof"},
      .model = model_of(crlf_rule),
      .make = make_parser<partial_flushed_parser>,
      .make_right = make_right<crlf_rule>};
}

}  // namespace asynchat::properties::canaries
