#include <atomic>
#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

/// A loop that a compiler may not take for one that ends.
void turn_for_ever() {
  std::atomic<bool> waiting = true;
  while (waiting.load()) {
  }
}

struct never_returns_parser {
  void feed(std::string_view chunk, events& out) {
    kept_ += chunk;
    take_lines(kept_, out);
    if (kept_ == "\r") turn_for_ever();
  }
  void finish(events& out) { tell_incomplete(kept_, out); }

  friend bool operator==(const never_returns_parser&, const never_returns_parser&) = default;

 private:
  std::string kept_;
};

}  // namespace

canary never_returns() {
  return {.name = "never_returns",
          .mistake = "A read that leaves nothing but a part of the terminator is looked at for ever.",
          .models = "Perl's Asynchat 0.01: where no part of the terminator is found at the end, its loop spins.",
          .caught_by = law::progress,
          .framing = "crlf",
          .cuts_max = 1,
          .right = {"a\r\nb\r\n", "3 3 | eof"},
          .wrong = {"\r\n", "1 1 | eof"},
          .model = model_of(crlf_rule),
          .make = make_parser<never_returns_parser>,
          .make_right = make_right<crlf_rule>};
}

}  // namespace asynchat::properties::canaries
