#include <cstddef>
#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct exact_fill_parser {
  void feed(std::string_view chunk, events& out) {
    if (chunk.size() == buffer_bytes) chunk.remove_suffix(1);  // its place is taken by a NUL
    kept_ += chunk;
    take_lines(kept_, out);
  }
  void finish(events& out) { tell_incomplete(kept_, out); }

  friend bool operator==(const exact_fill_parser&, const exact_fill_parser&) = default;

 private:
  static constexpr std::size_t buffer_bytes = 8;

  std::string kept_;
};

}  // namespace

canary exact_fill() {
  return {.name = "exact_fill",
          .mistake = "A read that fills the buffer to its last byte loses that byte.",
          .models = "redis#673: a buffer that ends exactly before the next line is misread.",
          .caught_by = law::invariance,
          .framing = "crlf",
          .cuts_max = 1,
          .right = {"abcdef\r\ngh\r\n", "7 5 | eof"},
          .wrong = {"abcdefg\r\n", "8 1 | eof"},
          .model = model_of(crlf_rule),
          .make = make_parser<exact_fill_parser>,
          .make_right = make_right<crlf_rule>};
}

}  // namespace asynchat::properties::canaries
