#include <cstddef>
#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct reads_counted_parser {
  void feed(std::string_view chunk, events& out) {
    if (over_ || chunk.empty()) return;
    if (++reads_ > reads_max) {
      out.add("error", "flood");
      over_ = true;
      return;
    }
    kept_ += chunk;
    const std::size_t before = out.size();
    take_lines(kept_, out);
    if (out.size() > before) reads_ = kept_.empty() ? 0 : 1;
  }
  void finish(events& out) {
    if (!over_) tell_incomplete(kept_, out);
  }

  friend bool operator==(const reads_counted_parser&, const reads_counted_parser&) = default;

 private:
  static constexpr int reads_max = 3;

  std::string kept_;
  int reads_ = 0;
  bool over_ = false;
};

}  // namespace

canary reads_counted() {
  return {.name = "reads_counted",
          .mistake =
              "A limit on what a frame may consist of counts reads, so a frame in more than three of them is refused.",
          .models = "nghttp2#2817: the limit on CONTINUATION is counted per call of mem_recv, not per frame.",
          .caught_by = law::invariance,
          .framing = "crlf",
          .cuts_max = 3,
          .right = {"abc\r\nd\r\n", "1 2 3 2 | eof"},
          .wrong = {"ab\r\n", "1 1 1 1 | eof"},
          .model = model_of(crlf_rule),
          .make = make_parser<reads_counted_parser>,
          .make_right = make_right<crlf_rule>};
}

}  // namespace asynchat::properties::canaries
