#pragma once

#include <cstdint>
#include <string_view>

namespace asynchat {

/// A side of a connection: the client is the one that opened it.
enum class side : std::uint8_t { client, server };

constexpr side other(side one) { return one == side::client ? side::server : side::client; }
constexpr std::string_view to_string(side one) { return one == side::client ? "client" : "server"; }

}  // namespace asynchat
