// The differential target of a parser of lines, such as a user writes it, against a naive reference.

#include <asynchat/properties/fuzz/fuzz_target.h>

#include <string>
#include <string_view>

#include "lines_of.h"

namespace {

using asynchat::properties::events;

struct line_parser {
  void feed(std::string_view chunk, events& out) {
    for (const char byte : chunk) {
      if (byte != '\n' || line.empty() || line.back() != '\r') {
        line += byte;
        continue;
      }
      line.pop_back();
      out.add("line", line);
      line.clear();
    }
  }
  void finish(events& out) {
    if (!line.empty()) out.add("incomplete", line);
  }

  std::string line;

  friend bool operator==(const line_parser&, const line_parser&) = default;
};

}  // namespace

ASYNCHAT_FUZZ_TARGET(line_parser, asynchat::bench::lines_of, {.terminators = {"\r\n"}});
