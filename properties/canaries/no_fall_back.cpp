#include <cstddef>
#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct no_fall_back_parser {
  void feed(std::string_view chunk, events& out) {
    for (const char byte : chunk) {
      if (byte != pattern[matched_]) {
        frame_ += pattern.substr(0, matched_);  // "aa" might have begun the pattern one byte later
        matched_ = 0;
      }
      if (byte != pattern[matched_]) {
        frame_ += byte;
      } else if (++matched_ == pattern.size()) {
        out.add("frame", frame_);
        frame_.clear();
        matched_ = 0;
      }
    }
  }
  void finish(events& out) { tell_incomplete(frame_ + std::string(pattern.substr(0, matched_)), out); }

  friend bool operator==(const no_fall_back_parser&, const no_fall_back_parser&) = default;

 private:
  static constexpr std::string_view pattern = "aab";

  std::string frame_;
  std::size_t matched_ = 0;
};

}  // namespace

canary no_fall_back() {
  return {
      .name = "no_fall_back",
      .mistake = "When a terminator that overlaps itself does not match, the search begins anew behind it.",
      .models =
          "The usual first version of a matcher written by hand; every cut shows the same, so only a model finds it.",
      .caught_by = law::model,
      .framing = "delimiter:aab",
      .cuts_max = 0,
      .right = {"xaabyaab", "8 | eof"},
      .wrong = {"aaab", "4 | eof"},
      .model = model_of(aab_rule),
      .make = make_parser<no_fall_back_parser>,
      .make_right = make_right<aab_rule>};
}

}  // namespace asynchat::properties::canaries
