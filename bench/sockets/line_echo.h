#pragma once

#include <cstring>
#include <string>
#include <string_view>

namespace asynchat::bench {

/// Cuts a stream into lines at CRLF and appends each, with its CRLF, to the output: what servers without a framing of
/// their own write by hand. It copies a line once, and one that reads cut into pieces twice.
class line_echo {
 public:
  void feed(std::string_view chunk, std::string& out) {
    while (!chunk.empty()) {
      const auto* feed = static_cast<const char*>(std::memchr(chunk.data(), '\n', chunk.size()));
      if (feed == nullptr) break;
      const auto end = static_cast<std::size_t>(feed - chunk.data());
      const char before = end > 0 ? chunk[end - 1] : (line_.empty() ? '\0' : line_.back());
      const std::string_view piece = chunk.substr(0, end + 1);
      chunk.remove_prefix(end + 1);
      if (before != '\r') {
        line_ += piece;
        continue;
      }
      out += line_;
      out += piece;
      line_.clear();
    }
    line_ += chunk;
  }

 private:
  std::string line_;
};

}  // namespace asynchat::bench
