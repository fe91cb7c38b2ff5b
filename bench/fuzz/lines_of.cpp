#include "lines_of.h"

#include <string>

namespace asynchat::bench {

std::vector<properties::expected_event> lines_of(std::string_view bytes, bool ended, std::span<const heard_frame>) {
  std::vector<properties::expected_event> result;
  std::size_t at = 0;
  for (std::size_t end = bytes.find("\r\n"); end != bytes.npos; end = bytes.find("\r\n", at)) {
    result.push_back({{"line", std::string(bytes.substr(at, end - at)), {}}, end + 2});
    at = end + 2;
  }
  if (ended && at < bytes.size()) result.push_back({{"incomplete", std::string(bytes.substr(at)), {}}, bytes.size()});
  return result;
}

}  // namespace asynchat::bench
