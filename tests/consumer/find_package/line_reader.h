#pragma once

#include <string>
#include <string_view>
#include <vector>

/// What a project has of its own: it knows nothing of asynchat.
class line_reader {
 public:
  /// The lines, without CR LF, that end in these bytes.
  std::vector<std::string> read(std::string_view bytes) {
    rest_ += bytes;
    std::vector<std::string> lines;
    for (auto end = rest_.find("\r\n"); end != std::string::npos; end = rest_.find("\r\n")) {
      lines.push_back(rest_.substr(0, end));
      rest_.erase(0, end + 2);
    }
    return lines;
  }
  const std::string& rest() const { return rest_; }

 private:
  std::string rest_;
};

/// Looks for CR and LF in the same bytes alone.
class hasty_line_reader {
 public:
  std::vector<std::string> read(std::string_view bytes) {
    std::vector<std::string> lines;
    for (auto end = bytes.find("\r\n"); end != std::string_view::npos; end = bytes.find("\r\n")) {
      lines.push_back(rest_ + std::string(bytes.substr(0, end)));
      rest_.clear();
      bytes.remove_prefix(end + 2);
    }
    rest_ += bytes;
    return lines;
  }
  const std::string& rest() const { return rest_; }

 private:
  std::string rest_;
};
