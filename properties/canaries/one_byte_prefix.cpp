#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct one_byte_prefix_parser {
  void feed(std::string_view chunk, events& out) {
    std::string input = held_ + std::string(chunk);
    held_.clear();
    while (const std::optional<front_frame> found = end_rule(input)) {
      out.add("frame", frame_ + found->what.bytes);
      frame_.clear();
      input.erase(0, found->size);
    }
    if (input.ends_with('E')) {  // and if it ends with "EN"?
      held_ = "E";
      input.pop_back();
    }
    frame_ += input;
  }
  void finish(events& out) { tell_incomplete(frame_ + held_, out); }

  friend bool operator==(const one_byte_prefix_parser&, const one_byte_prefix_parser&) = default;

 private:
  std::string frame_;
  std::string held_;
};

}  // namespace

canary one_byte_prefix() {
  return {.name = "one_byte_prefix",
          .mistake = "Of a terminator of three bytes, only the first is held back at the end of a read.",
          .models = "epics asyn#182: the end-of-string logic is right for terminators of two bytes at most.",
          .caught_by = law::invariance,
          .framing = "delimiter:END",
          .cuts_max = 1,
          .right = {"aENDbEND", "2 6 | eof"},
          .wrong = {"END", "2 1 | eof"},
          .model = model_of(end_rule),
          .make = make_parser<one_byte_prefix_parser>,
          .make_right = make_right<end_rule>};
}

}  // namespace asynchat::properties::canaries
