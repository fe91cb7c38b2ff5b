#pragma once

#include <asynchat/transport/check.h>

#include <concepts>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <type_traits>
#include <variant>

namespace asynchat {

/// Collect forever: no condition ends the collecting.
struct no_terminator {
  friend bool operator==(const no_terminator&, const no_terminator&) = default;
};

/// Found when that many bytes have been collected. A count of 0 collects forever, as in Python.
struct byte_count {
  constexpr byte_count() = default;

  /// Takes any integer type; a negative number is a programmer's mistake.
  template <std::integral Number>
  constexpr explicit byte_count(Number number) : value(static_cast<std::uint64_t>(number)) {
    if constexpr (std::is_signed_v<Number>) ASYNCHAT_CHECK(number >= 0, "a terminator's count is not negative");
  }

  std::uint64_t value = 0;

  friend bool operator==(const byte_count&, const byte_count&) = default;
};

/// What ends the collecting of input: nothing, a string of bytes, or a count of bytes. An empty string and a count of
/// 0 behave as nothing.
using terminator = std::variant<no_terminator, std::string, byte_count>;

/// "none", "count 5", or the bytes in quotes with C escapes.
std::string to_string(const terminator& value);

}  // namespace asynchat
