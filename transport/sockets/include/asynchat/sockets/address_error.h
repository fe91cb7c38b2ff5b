#pragma once

#include <system_error>
#include <type_traits>

namespace asynchat::sockets {

/// Why an endpoint is no address that a socket could connect to or listen on.
enum class address_errc {
  name_not_numeric = 1,  ///< the host to listen on is neither a numeric address nor `localhost`
  bad_name,              ///< the host is empty, or no name that could be looked up
  unnamed,               ///< the endpoint is of the unnamed kind
  path_too_long,         ///< a Unix socket's path has more bytes than the system takes
};

const std::error_category& address_category();
std::error_code make_error_code(address_errc error);

/// Why a name could not be looked up, in getaddrinfo's words; the values are libuv's UV_EAI numbers.
const std::error_category& resolver_category();

}  // namespace asynchat::sockets

template <>
struct std::is_error_code_enum<asynchat::sockets::address_errc> : std::true_type {};
