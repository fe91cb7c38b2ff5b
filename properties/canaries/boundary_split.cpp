#include <cstddef>
#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct boundary_split_parser {
  void feed(std::string_view chunk, events& out) {
    if (over_) return;
    kept_ += chunk;
    for (std::size_t mark = kept_.find('#'); mark != std::string::npos; mark = kept_.find('#')) {
      over_ = mark + 1 < kept_.size() && kept_[mark + 1] == '#';  // and if that byte is still on its way?
      out.add("frame", std::string_view(kept_).substr(0, mark));
      kept_.erase(0, mark + 1);
      if (over_) return;
    }
  }
  void finish(events& out) {
    if (!over_) tell_incomplete(kept_, out);
  }

  friend bool operator==(const boundary_split_parser&, const boundary_split_parser&) = default;

 private:
  std::string kept_;
  bool over_ = false;
};

}  // namespace

canary boundary_split() {
  return {
      .name = "boundary_split",
      .mistake =
          "A boundary is taken for one between parts when the mark that makes it the last comes in the next read.",
      .models = "multipart-parser-c#6 and defnull/multipart#64: the two dashes behind a boundary are split from it.",
      .caught_by = law::invariance,
      .framing = "parts between #, the last before ##",
      .cuts_max = 1,
      .right = {"a#b##", "3 2 | eof"},
      .wrong = {"##", "1 1 | eof"},
      .model = model_of(parts_rule),
      .make = make_parser<boundary_split_parser>,
      .make_right = make_right<parts_rule>};
}

}  // namespace asynchat::properties::canaries
