#include "host_port.h"

#include <asynchat/traces/error.h>

#include <netdb.h>

#include <charconv>
#include <memory>
#include <string_view>

namespace asynchat::cli {

std::optional<endpoint> parse_host_port(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) return std::nullopt;
  const std::string_view digits = std::string_view(text).substr(colon + 1);
  std::uint16_t port = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (code != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  std::string host = text.substr(0, colon);
  const bool bracketed = host.size() >= 2 && host.starts_with('[') && host.ends_with(']');
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (host.empty() || host.find_first_of("[]") != std::string::npos) return std::nullopt;
  return endpoint::inet(host, port);
}

std::vector<endpoint> addresses_of(const std::string& option, const endpoint& where) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  int code = getaddrinfo(where.host.c_str(), nullptr, &hints, &found);
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> kept(found, freeaddrinfo);
  std::vector<endpoint> result;
  for (const addrinfo* one = found; one != nullptr && code == 0; one = one->ai_next) {
    char host[NI_MAXHOST];
    code = getnameinfo(one->ai_addr, one->ai_addrlen, host, sizeof(host), nullptr, 0, NI_NUMERICHOST);
    if (code == 0) result.push_back(endpoint::inet(host, where.port));
  }
  if (code != 0) throw traces::input_error(option + ' ' + to_string(where), gai_strerror(code));
  return result;
}

endpoint listening_address(const std::string& option, const endpoint& where) {
  return where.host == "localhost" ? endpoint::inet("127.0.0.1", where.port) : addresses_of(option, where).front();
}

}  // namespace asynchat::cli
