#pragma once

#include <asynchat/transport/endpoint.h>

#include <optional>
#include <string>

namespace asynchat::cli {

/// "host:port"; an IPv6 address may stand in brackets. Nothing where it is something else.
std::optional<endpoint> parse_host_port(const std::string& text);

}  // namespace asynchat::cli
