#pragma once

#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace asynchat::protocols {

/// A whole number and nothing else; none where it has no digits or does not fit. A minus is for signed numbers alone, a
/// plus for none.
template <class Number>
std::optional<Number> read_number(std::string_view digits, int base = 10) {
  Number value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stopped, error] = std::from_chars(digits.data(), end, value, base);
  if (error != std::errc() || stopped != end) return std::nullopt;
  return value;
}

}  // namespace asynchat::protocols
