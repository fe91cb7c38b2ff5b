#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct byte_twice_parser {
  void feed(std::string_view chunk, events& out) {
    if (!chunk.empty() && !kept_.empty()) kept_ += kept_.back();
    kept_ += chunk;
    take_lines(kept_, out);
  }
  void finish(events& out) { tell_incomplete(kept_, out); }

  friend bool operator==(const byte_twice_parser&, const byte_twice_parser&) = default;

 private:
  std::string kept_;
};

}  // namespace

canary byte_twice() {
  return {.name = "byte_twice",
          .mistake = "The last byte of a read is stored again when the next read goes on with the line.",
          .models = "libevhtp#131: the loop over the URI stores one byte at the end of a chunk, and then again.",
          .caught_by = law::invariance,
          .framing = "crlf",
          .cuts_max = 1,
          .right = {"a\r\nb\r\n", "3 3 | eof"},
          .wrong = {"a\r\n", "1 2 | eof"},
          .model = model_of(crlf_rule),
          .make = make_parser<byte_twice_parser>,
          .make_right = make_right<crlf_rule>};
}

}  // namespace asynchat::properties::canaries
