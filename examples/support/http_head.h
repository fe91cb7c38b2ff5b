#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace asynchat::examples {

/// What a server must know of an HTTP/1 request before its body.
struct request {
  std::string method;  ///< GET, HEAD or POST
  std::string target;  ///< without the host, which may stand there too
  int hosts = 0;
  bool http_1_0 = false;
  bool keep_alive = true;
  bool chunked = false;
  bool expects_continue = false;
  std::optional<std::uint64_t> length;  ///< of Content-Length
};

/// Why a request is refused: a status, and what fields belong to it. Nothing where it is not refused.
using refusal = std::optional<std::string_view>;

/// Reads a head: request line and fields, each but the last with its CR LF, as they come before the empty line. It is
/// strict wherever another server or a proxy in front might read the same bytes as something else (RFC 9112, 11.2).
refusal read_head(std::string_view head, request& asked);

}  // namespace asynchat::examples
