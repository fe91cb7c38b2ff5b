#pragma once

#include "reactor.h"

#include <netdb.h>
#include <uv.h>
#include <cstdint>
#include <string>
#include <system_error>

namespace asynchat::sockets {

class watched_socket;

/// A connect to a name that is under way: looks the name up on libuv's threads, then tries its addresses in the
/// resolver's order until one connects, which opens the socket that waits for it.
///
/// It exists only that long, and after a failure until the socket is closed. libuv may hold on to it for longer than
/// the socket lives, so it is on the heap and destroys itself; the reactor knows it by its socket meanwhile.
class name_connect {
 public:
  /// `socket` has no descriptor. An error means that nothing was begun.
  static std::error_code begin(watched_socket& socket, const std::string& host, std::uint16_t port);

  name_connect(const name_connect&) = delete;
  name_connect& operator=(const name_connect&) = delete;

  /// Why no address could be connected to: the last one's error, or the resolver's. Zero while it is under way.
  std::error_code failure() const { return failure_; }

  /// The socket is closed. It stops what it does and destroys itself, now or in a later wait.
  void abandon();

 private:
  enum class stage : std::uint8_t { looking_up, connecting, settling, failed };

  name_connect(watched_socket& socket, std::uint16_t port);
  ~name_connect();

  void looked_up(int status);
  void try_next();
  /// Begins to connect to one address; false when it failed at once.
  bool try_address(const addrinfo& one);
  void settle();
  void settled();
  void fail(std::error_code why);
  void close_descriptor();

  reactor* reactor_;
  watched_socket* socket_;  ///< null once abandoned
  addrinfo* addresses_ = nullptr;
  const addrinfo* next_ = nullptr;
  std::error_code failure_;
  std::error_code last_;  ///< why the latest address was not connected to
  std::uint16_t port_;
  stage stage_ = stage::looking_up;
  int fd_ = -1;
  uv_getaddrinfo_t lookup_{};
  uv_poll_t poll_{};
};

}  // namespace asynchat::sockets
