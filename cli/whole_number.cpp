#include "whole_number.h"

#include <charconv>
#include <cstdint>
#include <system_error>

namespace asynchat::cli {

std::string not_a_whole_number(const std::string& text) {
  std::uint64_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (code == std::errc() && end == text.data() + text.size()) return {};
  return "expected a whole number of 64 bits, not " + text;
}

}  // namespace asynchat::cli
