#pragma once

#include <asynchat/transport/endpoint.h>

#include <optional>
#include <string>
#include <vector>

namespace asynchat::cli {

/// "host:port"; an IPv6 address may stand in brackets. Nothing where it is something else.
std::optional<endpoint> parse_host_port(const std::string& text);

/// The numeric addresses of a host, with its port, in the resolver's order; a name that has to be looked up may take a
/// while. Throws traces::input_error, which begins with the option that names the host, where it has none.
std::vector<endpoint> addresses_of(const std::string& option, const endpoint& where);

/// Where to listen for a host: at its first address, and for localhost at 127.0.0.1. Throws as addresses_of does.
endpoint listening_address(const std::string& option, const endpoint& where);

}  // namespace asynchat::cli
