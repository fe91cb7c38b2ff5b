#include "whole_number.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <system_error>

namespace asynchat::cli {

std::string not_a_whole_number(const std::string& text) {
  std::uint64_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (code == std::errc() && end == text.data() + text.size()) return {};
  return "expected a whole number of 64 bits, not " + text;
}

std::string not_a_finite_number(const std::string& text) {
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  if (end != text.c_str() && *end == '\0' && std::isfinite(number)) return {};
  return "expected a finite number, not " + text;
}

}  // namespace asynchat::cli
