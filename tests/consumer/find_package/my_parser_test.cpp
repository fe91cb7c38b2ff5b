// A project's test of its own parser: an adapter of eight lines, and one macro.
#include <asynchat/properties/gtest/framing_test.h>

#include "line_reader.h"

struct my_parser {
  void feed(std::string_view chunk, asynchat::properties::events& out) {
    for (const std::string& line : reader.read(chunk)) out.add("line", line);
  }
  void finish(asynchat::properties::events& out) { out.add("rest", reader.rest()); }
  line_reader reader;
};

ASYNCHAT_FRAMING_TEST(my_parser, "traces/*.trace.jsonl")

/// The same for a reader that is wrong.
struct my_broken_parser {
  void feed(std::string_view chunk, asynchat::properties::events& out) {
    for (const std::string& line : reader.read(chunk)) out.add("line", line);
  }
  void finish(asynchat::properties::events& out) { out.add("rest", reader.rest()); }
  hasty_line_reader reader;
};

ASYNCHAT_FRAMING_TEST(my_broken_parser, "traces/*.trace.jsonl")
