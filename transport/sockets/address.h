#pragma once

#include <asynchat/transport/endpoint.h>

#include <sys/socket.h>
#include <system_error>

namespace asynchat::sockets {

/// An endpoint in the operating system's words.
struct socket_address {
  sockaddr_storage storage{};
  socklen_t size = 0;

  int family() const { return storage.ss_family; }
  sockaddr* raw() { return reinterpret_cast<sockaddr*>(&storage); }
  const sockaddr* raw() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

struct address_result {
  socket_address address;
  std::error_code error;
};

/// Looks nothing up, so it never blocks: a host that is no numeric address is address_errc::name_not_numeric.
address_result to_address(const endpoint& where);

/// An address that was looked up, with a port.
socket_address with_port(const sockaddr& address, socklen_t size, std::uint16_t port);

/// Unnamed, where the address has no name.
endpoint to_endpoint(const socket_address& address);

}  // namespace asynchat::sockets
