#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asynchat::traces {

/// An address as a packet has it; an IPv4 one is in the first four bytes.
struct ip_end {
  std::array<std::uint8_t, 16> address{};
  bool is_v6 = false;
  std::uint16_t port = 0;

  friend auto operator<=>(const ip_end&, const ip_end&) = default;
};

/// "192.0.2.1:80" or "[2001:db8::1]:80".
std::string to_string(const ip_end& end);

/// The end that this text is, whose port is not 0; nothing for a name, a path or anything else.
std::optional<ip_end> parse_ip_end(std::string_view text);

/// Both of one family.
struct ip_pair {
  ip_end client;
  ip_end server;

  friend bool operator==(const ip_pair&, const ip_pair&) = default;
};

/// Gives the connections of a trace addresses for their packets: their own where they have some, else others that are
/// set aside for documentation. No two connections that are open have the same pair.
///
/// Connection n, counted from 0, has as its stand-ins 192.0.2.(1 + n mod 254) for a client and 198.51.100.(1 + n mod
/// 254) for a server (RFC 5737), or 2001:db8::1:(1 + n mod 254) and 2001:db8::2:(1 + n mod 254) (RFC 3849) beside an
/// IPv6 address. A port that is named stays; else it is 49152 + (n / 254 mod 16384) for a client and 4, which nobody
/// has, for a server. Where one side has IPv4 and the other IPv6, the first is shown IPv4-mapped. A pair that is in use
/// gets another client.
class address_book final {
 public:
  struct entry {
    ip_pair ends;
    std::vector<std::string> comments;  ///< what is shown in whose place
  };

  entry take(const std::string& client, const std::string& server);
  /// The connection is closed.
  void release(const ip_pair& ends);

 private:
  using key = std::pair<ip_end, ip_end>;  ///< the smaller one first: who asked for a connection does not distinguish it

  static key key_of(const ip_pair& ends);
  void distinguish(ip_pair& ends);

  std::set<key> in_use_;
  std::uint64_t taken_ = 0;
};

}  // namespace asynchat::traces
