#include <cstddef>
#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

/// Reads into one buffer, and remembers where in it the unfinished line lies.
struct stale_span_parser {
  void feed(std::string_view chunk, events& out) {
    if (chunk.empty()) return;
    buffer_.replace(0, chunk.size(), chunk);  // here the unfinished line is overwritten
    std::string line = buffer_.substr(at_, size_) + std::string(chunk);
    take_lines(line, out);
    buffer_ = line;
    at_ = 0;
    size_ = line.size();
  }
  void finish(events& out) { tell_incomplete(buffer_.substr(at_, size_), out); }

  friend bool operator==(const stale_span_parser&, const stale_span_parser&) = default;

 private:
  std::string buffer_;
  std::size_t at_ = 0;
  std::size_t size_ = 0;
};

}  // namespace

canary stale_span() {
  return {
      .name = "stale_span",
      .mistake = "What is kept of an unfinished line is a place in the receive buffer, which the next read overwrites.",
      .models = "lwan#381: a pointer to the next request outlives the buffer that it points into.",
      .caught_by = law::invariance,
      .framing = "crlf",
      .cuts_max = 1,
      .right = {"ab\r\nc\r\n", "4 3 | eof"},
      .wrong = {"ab\r\n", "1 3 | eof"},
      .model = model_of(crlf_rule),
      .make = make_parser<stale_span_parser>,
      .make_right = make_right<crlf_rule>};
}

}  // namespace asynchat::properties::canaries
