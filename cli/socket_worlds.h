#pragma once

#include <asynchat/properties/other_world.h>

#include <vector>

namespace asynchat::cli {

/// Real sockets, for law::parity: TCP over loopback, and a socketpair, which cannot be reset. A world that this machine
/// does not have connects nobody.
std::vector<properties::other_world> socket_worlds();

}  // namespace asynchat::cli
