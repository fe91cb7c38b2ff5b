#include "address.h"

#include <asynchat/sockets/address_error.h>

#include <netinet/in.h>
#include <sys/un.h>
#include <uv.h>
#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>

namespace asynchat::sockets {

namespace {

class address_error_category final : public std::error_category {
 public:
  const char* name() const noexcept override { return "address"; }
  std::string message(int value) const override {
    switch (static_cast<address_errc>(value)) {
      case address_errc::name_not_numeric:
        return "the host is neither a numeric address nor localhost";
      case address_errc::bad_name:
        return "the host is not a name";
      case address_errc::unnamed:
        return "the endpoint has no name";
      case address_errc::path_too_long:
        return "the path of the Unix socket is too long";
    }
    return "unknown error";
  }
};

/// libuv has the resolver's errors on every system, as numbers of its own.
class resolver_error_category final : public std::error_category {
 public:
  const char* name() const noexcept override { return "resolver"; }
  std::string message(int value) const override { return uv_strerror(value); }
};

template <class Sockaddr>
address_result from(const Sockaddr& address, std::size_t size = sizeof(Sockaddr)) {
  address_result result;
  std::memcpy(&result.address.storage, &address, size);
  result.address.size = static_cast<socklen_t>(size);
  return result;
}

template <class Sockaddr>
Sockaddr as(const socket_address& address) {
  Sockaddr result;
  std::memcpy(&result, &address.storage, sizeof(result));
  return result;
}

address_result inet_address(const endpoint& where) {
  if (where.host.empty() || where.host.find('\0') != std::string::npos) return {{}, address_errc::bad_name};
  sockaddr_in four{};
  if (uv_ip4_addr(where.host.c_str(), where.port, &four) == 0) return from(four);
  sockaddr_in6 six{};
  if (uv_ip6_addr(where.host.c_str(), where.port, &six) == 0) return from(six);
  return {{}, address_errc::name_not_numeric};
}

address_result unix_address(const std::string& path) {
  sockaddr_un address{};
  if (path.size() >= sizeof(address.sun_path)) return {{}, address_errc::path_too_long};
  address.sun_family = AF_UNIX;
  std::copy(path.begin(), path.end(), address.sun_path);
  // Linux's abstract names begin with a zero byte and are as long as the address says.
  const bool abstract = !path.empty() && path.front() == '\0';
  return from(address, offsetof(sockaddr_un, sun_path) + path.size() + (abstract ? 0 : 1));
}

endpoint unix_endpoint(const socket_address& address) {
  const auto named = as<sockaddr_un>(address);
  const std::size_t header = offsetof(sockaddr_un, sun_path);
  if (address.size <= header) return {};
  std::string path(named.sun_path, std::min<std::size_t>(address.size - header, sizeof(named.sun_path)));
  if (path.front() != '\0') path.resize(std::min(path.find('\0'), path.size()));
  return endpoint::unix_path(path);
}

}  // namespace

const std::error_category& address_category() {
  static const address_error_category category;
  return category;
}

const std::error_category& resolver_category() {
  static const resolver_error_category category;
  return category;
}

std::error_code make_error_code(address_errc error) { return {static_cast<int>(error), address_category()}; }

address_result to_address(const endpoint& where) {
  switch (where.kind) {
    case endpoint::family::inet:
      return inet_address(where);
    case endpoint::family::unix_path:
      return unix_address(where.host);
    case endpoint::family::unnamed:
      break;
  }
  return {{}, address_errc::unnamed};
}

socket_address with_port(const sockaddr& address, socklen_t size, std::uint16_t port) {
  socket_address result;
  std::memcpy(&result.storage, &address, std::min<std::size_t>(size, sizeof(result.storage)));
  result.size = size;
  if (result.family() == AF_INET) {
    auto four = as<sockaddr_in>(result);
    four.sin_port = htons(port);
    return from(four).address;
  }
  auto six = as<sockaddr_in6>(result);
  six.sin6_port = htons(port);
  return from(six).address;
}

endpoint to_endpoint(const socket_address& address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address.family() == AF_INET) {
    const auto four = as<sockaddr_in>(address);
    uv_ip4_name(&four, text, sizeof(text));
    return endpoint::inet(text, ntohs(four.sin_port));
  }
  if (address.family() == AF_INET6) {
    const auto six = as<sockaddr_in6>(address);
    uv_ip6_name(&six, text, sizeof(text));
    return endpoint::inet(text, ntohs(six.sin6_port));
  }
  if (address.family() == AF_UNIX) return unix_endpoint(address);
  return {};
}

}  // namespace asynchat::sockets
