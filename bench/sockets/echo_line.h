#pragma once

#include <cstddef>

namespace asynchat::bench {

/// Bytes of each line that goes to and fro, its CRLF counted.
constexpr std::size_t line_bytes = 64;

}  // namespace asynchat::bench
