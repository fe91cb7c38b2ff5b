#pragma once

#include <asynchat/transport/endpoint.h>

#include <set>

namespace asynchat::parity {

/// The numbers of this process's open descriptors that are sockets.
std::set<int> open_sockets();
/// Those of them that are not among `before`.
std::set<int> sockets_since(const std::set<int>& before);

/// An integer option of level SOL_SOCKET; -1 where there is none.
int option_of(int fd, int option);

/// AF_INET, AF_INET6 or AF_UNIX.
int family_of(const endpoint& where);

}  // namespace asynchat::parity
