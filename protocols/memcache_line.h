#pragma once

#include <asynchat/transport/side.h>

#include <cstdint>
#include <optional>
#include <string_view>

namespace asynchat::protocols {

/// What a line of memcached's text protocol says of the bytes after it.
struct memcache_line {
  std::optional<std::uint64_t> block_bytes;  ///< none where no block follows
  std::string_view error;                    ///< empty, or why the line is refused; the rest means nothing then
};

/// Reads a line of that side, without its CRLF.
memcache_line read_memcache_line(std::string_view text, side from);

}  // namespace asynchat::protocols
