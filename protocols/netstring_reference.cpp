#include <asynchat/protocols/references.h>

#include "reference_text.h"

#include <algorithm>
#include <cstdlib>

namespace asynchat::protocols {

namespace {

/// The error that the first `size` bytes of a length show and no fewer do, or empty.
std::string length_error(const std::string& length, const std::string& bound) {
  if (length.find_first_not_of("0123456789") != std::string::npos || (length.size() > 1 && length[0] == '0'))
    return "length";
  return is_reference_number(length, bound) ? "" : "too-long";
}

}  // namespace

std::vector<reference_frame> netstring_reference(std::string_view bytes, stream_end end, const framing_limits& limits) {
  constexpr std::uint64_t largest = 18446744073709551614u;
  const std::string bound = std::to_string(std::min(limits.frame_bytes_max, largest));
  std::vector<reference_frame> frames;
  std::size_t at = 0;
  while (at < bytes.size()) {
    const std::string_view rest = bytes.substr(at);
    const std::size_t colon = rest.find(':');
    const std::string length(rest.substr(0, colon));
    for (std::size_t size = 1; size <= length.size(); ++size) {
      const std::string error = length_error(length.substr(0, size), bound);
      if (error.empty()) continue;
      frames.push_back({"error", error, at + size});
      return frames;
    }
    if (colon == 0) {
      frames.push_back({"error", "length", at + 1});
      break;
    }
    const std::size_t start = std::min(colon, rest.size() - 1) + 1;
    const std::size_t size = std::strtoull(length.c_str(), nullptr, 10);
    if (colon == std::string::npos || rest.size() - start <= size) {
      if (end == stream_end::ended) frames.push_back({"incomplete", std::string(rest), bytes.size()});
      break;
    }
    at += start + size + 1;
    if (rest[start + size] != ',') {
      frames.push_back({"error", "comma", at});
      break;
    }
    frames.push_back({"frame", std::string(rest.substr(start, size)), at});
  }
  return frames;
}

}  // namespace asynchat::protocols
