#pragma once

#include <string>
#include <vector>

namespace asynchat::sockets {

/// While it lives, this program's getaddrinfo answers what a test says, and asks nobody.
class resolver {
 public:
  /// Every name has these numeric addresses, in this order.
  explicit resolver(std::vector<std::string> addresses);
  /// Every name is this error of getaddrinfo's.
  explicit resolver(int error);
  resolver(const resolver&) = delete;
  resolver& operator=(const resolver&) = delete;
  ~resolver();

  /// Lookups wait, until answer() or the end.
  void hold();
  void answer();
  /// Waits until that many lookups have come to a thread.
  void await_lookups(int count);
};

}  // namespace asynchat::sockets
