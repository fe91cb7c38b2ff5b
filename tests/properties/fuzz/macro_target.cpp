// A parser of lines that takes a CR LF only where both are in one read.

#include <asynchat/properties/fuzz/fuzz_target.h>

struct hasty_lines {
  void feed(std::string_view chunk, asynchat::properties::events& out) {
    for (auto end = chunk.find("\r\n"); end != chunk.npos; end = chunk.find("\r\n")) {
      out.add("line", line + std::string(chunk.substr(0, end)));
      line.clear();
      chunk.remove_prefix(end + 2);
    }
    line += chunk;
  }
  void finish(asynchat::properties::events& out) { out.add("rest", line); }

  std::string line;
  friend bool operator==(const hasty_lines&, const hasty_lines&) = default;
};

ASYNCHAT_FUZZ_TARGET(hasty_lines);
