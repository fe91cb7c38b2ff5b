#pragma once

#include <asynchat/transport/side.h>

#include <cstdint>
#include <optional>
#include <string_view>

namespace asynchat::protocols {

/// How the bytes of a body are coded for transfer, as far as it matters for its length.
enum class http1_coding : std::uint8_t { none, chunked, other };

/// What the lines of a head say of its message's length.
struct http1_head {
  std::string_view method;  ///< of a request
  unsigned status = 0;      ///< of an answer
  std::optional<std::uint64_t> content_length;
  http1_coding coding = http1_coding::none;
  std::string_view error;  ///< empty, or why the head is refused; the rest means nothing then
};

/// Reads the head of a message of that side; each line ends with its CRLF.
http1_head read_http1_head(std::string_view block, side from);

/// Why these header or trailer lines are refused, or empty.
std::string_view check_http1_lines(std::string_view block);

/// The number at the front of a chunk; none where the line is not a chunk's first.
std::optional<std::uint64_t> read_http1_chunk_size(std::string_view line);

}  // namespace asynchat::protocols
