#include <optional>
#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct zero_never_ends_parser {
  void feed(std::string_view chunk, events& out) {
    kept_ += chunk;
    while (!kept_.empty() && kept_[0] != '\0') {  // 0 means that no end is known
      const std::optional<front_frame> frame = u8_rule(kept_);
      if (!frame) return;
      out.add("frame", frame->what.bytes);
      kept_.erase(0, frame->size);
    }
  }
  void finish(events& out) { tell_incomplete(kept_, out); }

  friend bool operator==(const zero_never_ends_parser&, const zero_never_ends_parser&) = default;

 private:
  std::string kept_;
};

}  // namespace

canary zero_never_ends() {
  using std::string_view_literals::operator""sv;  // the bytes hold a NUL
  return {.name = "zero_never_ends",
          .mistake = "A frame of no bytes never ends: all that follows becomes a part of it.",
          .models = "asynchat itself, up to its last version: a terminator of 0 means that there is none.",
          .caught_by = law::model,
          .framing = "length:u8",
          .cuts_max = 0,
          .right = {"\1a", "2 | eof"},
          .wrong = {"\0"sv, "1 | eof"},
          .model = model_of(u8_rule),
          .make = make_parser<zero_never_ends_parser>,
          .make_right = make_right<u8_rule>};
}

}  // namespace asynchat::properties::canaries
