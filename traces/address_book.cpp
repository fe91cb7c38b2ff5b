#include "address_book.h"

#include <arpa/inet.h>
#include <asynchat/transport/check.h>
#include <asynchat/transport/endpoint.h>

#include <algorithm>
#include <charconv>

namespace asynchat::traces {
namespace {

constexpr std::uint64_t hosts = 254;
constexpr std::uint16_t first_port = 49'152;
constexpr std::uint64_t ports = 16'384;
constexpr std::uint16_t server_port = 4;

struct named_end {
  std::string host;
  std::uint16_t port = 0;  ///< 0: none that can be shown
};

named_end split(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  const std::string_view digits = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) return {std::string(text), 0};
  std::string_view host = text.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  return {std::string(host), port};
}

std::optional<ip_end> numeric(const named_end& named) {
  ip_end end;
  end.port = named.port;
  if (inet_pton(AF_INET, named.host.c_str(), end.address.data()) == 1) return end;
  end.is_v6 = inet_pton(AF_INET6, named.host.c_str(), end.address.data()) == 1;
  if (!end.is_v6) return std::nullopt;
  return end;
}

std::uint16_t client_port(std::uint64_t number) {
  return static_cast<std::uint16_t>(first_port + number / hosts % ports);
}

ip_end stand_in(std::uint64_t number, bool for_client, bool v6) {
  ip_end end;
  end.is_v6 = v6;
  const auto host = static_cast<std::uint8_t>(1 + number % hosts);
  if (!v6) {
    end.address = for_client ? decltype(end.address){192, 0, 2, host} : decltype(end.address){198, 51, 100, host};
    return end;
  }
  end.address = {0x20, 0x01, 0x0d, 0xb8};
  end.address[13] = for_client ? 1 : 2;
  end.address[15] = host;
  return end;
}

ip_end mapped(const ip_end& v4) {
  ip_end end;
  end.is_v6 = true;
  end.port = v4.port;
  end.address[10] = end.address[11] = 0xff;
  std::copy_n(v4.address.begin(), 4, end.address.begin() + 12);
  return end;
}

ip_end shown(const std::string& name, std::uint64_t number, bool for_client, bool v6) {
  const named_end named = split(name);
  std::optional<ip_end> end = numeric(named);
  if (!end) end = stand_in(number, for_client, v6);
  if (v6 && !end->is_v6) end = mapped(*end);
  end->port = named.port;
  if (end->port == 0) end->port = for_client ? client_port(number) : server_port;
  return *end;
}

}  // namespace

std::string to_string(const ip_end& end) {
  char text[INET6_ADDRSTRLEN] = {};
  inet_ntop(end.is_v6 ? AF_INET6 : AF_INET, end.address.data(), text, sizeof text);
  return to_string(endpoint::inet(text, end.port));
}

std::optional<ip_end> parse_ip_end(std::string_view text) {
  const named_end named = split(text);
  return named.port == 0 ? std::nullopt : numeric(named);
}

address_book::entry address_book::take(const std::string& client, const std::string& server) {
  const std::optional<ip_end> client_end = parse_ip_end(client), server_end = parse_ip_end(server);
  const bool v6 = (client_end && client_end->is_v6) || (server_end && server_end->is_v6);
  entry made{{shown(client, taken_, true, v6), shown(server, taken_, false, v6)}, {}};
  distinguish(made.ends);
  ++taken_;
  if (client_end != made.ends.client) {
    made.comments.push_back("the client is " + client + ", shown as " + to_string(made.ends.client));
  }
  if (server_end != made.ends.server) {
    made.comments.push_back("the server is " + server + ", shown as " + to_string(made.ends.server));
  }
  return made;
}

void address_book::release(const ip_pair& ends) { in_use_.erase(key_of(ends)); }

address_book::key address_book::key_of(const ip_pair& ends) { return std::minmax(ends.client, ends.server); }

/// Gives the client other addresses until nobody has the pair.
void address_book::distinguish(ip_pair& ends) {
  const auto is_free = [&] { return ends.client != ends.server && in_use_.insert(key_of(ends)).second; };
  if (is_free()) return;
  const bool v6 = ends.client.is_v6;
  const std::uint16_t own_port = ends.client.port;
  ends.client = stand_in(taken_, true, v6);
  ends.client.port = own_port;
  for (std::uint64_t tried = 0; !is_free(); ++tried) {
    ASYNCHAT_CHECK(tried < hosts * ports, "fewer than four million connections are open at a time");
    ends.client = stand_in(taken_ + tried, true, v6);
    ends.client.port = client_port(taken_ + tried);
  }
}

}  // namespace asynchat::traces
