#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <utility>

namespace asynchat {

/// Where a stream ends or a listener listens.
struct endpoint {
  enum class family : std::uint8_t {
    unnamed,    ///< neither side has a name: a socketpair, a scripted stream
    inet,       ///< host and port; the host is a name or a numeric IPv4 or IPv6 address
    unix_path,  ///< host is the path of a Unix socket
  };

  static endpoint inet(std::string host, std::uint16_t port) { return {family::inet, std::move(host), port}; }
  static endpoint unix_path(std::string path) { return {family::unix_path, std::move(path), 0}; }

  family kind = family::unnamed;
  std::string host;
  std::uint16_t port = 0;

  friend bool operator==(const endpoint&, const endpoint&) = default;
};

/// "host:port" with IPv6 addresses in brackets, "unix:path", or "unnamed".
std::string to_string(const endpoint& where);
std::ostream& operator<<(std::ostream& out, const endpoint& where);

}  // namespace asynchat
