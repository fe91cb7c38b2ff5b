#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"
#include "tls_line.h"

namespace asynchat::properties::canaries {

namespace {

/// Tells of the lines of a read when all of it is decoded.
struct leftover_overtakes_parser {
  void feed(std::string_view chunk, events& out) {
    if (switched_) {
      if (!chunk.empty()) out.add("data", chunk);
      return;
    }
    kept_ += chunk;
    events decoded;
    switched_ = take_lines_to_tls(kept_, decoded);
    if (switched_ && !kept_.empty()) out.add("data", kept_);  // before the lines that it followed
    if (switched_) kept_.clear();
    for (const event& one : decoded.list()) out.add(one.name, one.bytes);
  }
  void finish(events& out) { tell_incomplete(kept_, out); }

  friend bool operator==(const leftover_overtakes_parser&, const leftover_overtakes_parser&) = default;

 private:
  std::string kept_;
  bool switched_ = false;
};

}  // namespace

canary leftover_overtakes() {
  return {.name = "leftover_overtakes",
          .mistake = "What is left of a read when the decoder is replaced overtakes the messages that it has decoded.",
          .models = "netty#9670 and swift-nio#370: bytes are handed on from inside a callback, before older messages.",
          .caught_by = law::model,
          .framing = "crlf, to TLS",
          .cuts_max = 0,
          .right = {"TLS\r\na", "5 1 | eof"},
          .wrong = {"TLS\r\na", "6 | eof"},
          .model = tls_model(),
          .make = make_parser<leftover_overtakes_parser>,
          .make_right = make_parser<tls_parser>};
}

}  // namespace asynchat::properties::canaries
