#include <optional>
#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"
#include "tls_line.h"

namespace asynchat::properties::canaries {

namespace {

struct upgrade_rest_lost_parser {
  void feed(std::string_view chunk, events& out) {
    if (switched_) {
      if (!chunk.empty()) out.add("data", chunk);
      return;
    }
    kept_ += chunk;
    switched_ = take_lines_to_tls(kept_, out);
    if (switched_) kept_.clear();  // with it, what this read brought of the data
  }
  void finish(events& out) { tell_incomplete(kept_, out); }

  friend bool operator==(const upgrade_rest_lost_parser&, const upgrade_rest_lost_parser&) = default;

 private:
  std::string kept_;
  bool switched_ = false;
};

}  // namespace

canary upgrade_rest_lost() {
  return {
      .name = "upgrade_rest_lost",
      .mistake = "What a read brings behind the line that switches protocols is dropped with the line buffer.",
      .models = "websocketpp#32, swift-nio#741 and netty#1331: bytes that follow a 101 in the same segment are lost.",
      .caught_by = law::model,
      .framing = "crlf, to TLS",
      .cuts_max = 0,
      .right = {"TLS\r\na", "5 1 | eof"},
      .wrong = {"TLS\r\na", "6 | eof"},
      .model = tls_model(),
      .make = make_parser<upgrade_rest_lost_parser>,
      .make_right = make_parser<tls_parser>};
}

}  // namespace asynchat::properties::canaries
