#include <cstddef>
#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct newline_guessed_parser {
  void feed(std::string_view chunk, events& out) {
    kept_ += chunk;
    if (newline_.empty()) newline_ = guessed(kept_);
    while (!newline_.empty()) {
      const std::size_t end = kept_.find(newline_);
      if (end == std::string::npos) return;
      out.add("frame", std::string_view(kept_).substr(0, end));
      kept_.erase(0, end + newline_.size());
    }
  }
  void finish(events& out) { tell_incomplete(kept_, out); }

  friend bool operator==(const newline_guessed_parser&, const newline_guessed_parser&) = default;

 private:
  /// Empty as long as there is nothing to go by.
  static std::string_view guessed(std::string_view bytes) {
    for (const std::string_view one : {"\r\n", "\n", "\r"}) {
      if (bytes.find(one) != std::string_view::npos) return one;
    }
    return {};
  }

  std::string kept_;
  std::string_view newline_;
};

}  // namespace

canary newline_guessed() {
  return {.name = "newline_guessed",
          .mistake = "How lines end is guessed from the first read that has an end in it, which may have half of one.",
          .models = "csv-parser#234 and PapaParse#1134: the style of newlines is guessed from the first chunk.",
          .caught_by = law::invariance,
          .framing = "crlf",
          .cuts_max = 1,
          .right = {"a\r\nb\r\n", "3 3 | eof"},
          .wrong = {"\r\n", "1 1 | eof"},
          .model = model_of(crlf_rule),
          .make = make_parser<newline_guessed_parser>,
          .make_right = make_right<crlf_rule>};
}

}  // namespace asynchat::properties::canaries
