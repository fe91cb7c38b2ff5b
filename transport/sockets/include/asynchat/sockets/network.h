#pragma once

#include <asynchat/transport/network.h>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace asynchat::sockets {

class reactor;

/// The real world: TCP over IPv4 and IPv6, and Unix sockets of the stream kind. Linux: readiness is epoll's.
///
/// connect takes numeric addresses and names. A name is looked up on another thread while the connect is in progress;
/// its addresses are tried one after the other, and finish_connect tells the last one's error, or the resolver's (see
/// resolver_category). listen takes numeric addresses and `localhost`, which is 127.0.0.1 there; another name is the
/// error address_errc::name_not_numeric, since looking it up would block.
///
/// TCP streams have TCP_NODELAY: what send took goes out at once. No call raises SIGPIPE.
///
/// close() takes the input that has arrived, to a bound, since unread input would turn it into a reset. A peer that
/// goes on sending after it is still answered with one, and may then lose the end of what it was sent; who must be sure
/// calls shutdown_send and reads until the end of the stream.
///
/// A listener on a Unix socket's path makes a file there and removes it when it is closed, unless the file is another's
/// by then. A file that a crash left behind is the error address_in_use; removing it is the user's decision.
///
/// Time is the machine's monotonic clock. wait() counts in milliseconds: a part of one is rounded up. A signal ends a
/// wait early. One wait reports 256 streams and listeners at most; those left out come first in the next.
///
/// Streams and listeners are closed before their network; it checks that. Destroying the network waits for a lookup
/// that a thread is at, although its stream is closed.
class network final : public asynchat::network {
 public:
  /// Throws std::system_error when the machine has no descriptors or memory left for it.
  network();
  ~network() override;

  connect_result connect(const endpoint& where) override;
  listen_result listen(const endpoint& where, const listen_options& options) override;
  void wait(std::optional<duration> timeout, std::vector<ready_event>& ready) override;
  /// A signal's handler may call it, too.
  void wake() override;
  time_point now() const override;

 private:
  friend std::pair<std::unique_ptr<stream>, std::unique_ptr<stream>> socketpair(network& world);

  std::unique_ptr<reactor> reactor_;
};

/// Two streams that are connected to each other, without names. Throws std::system_error when the machine has no
/// descriptors or memory left for them.
///
/// As with every Unix socket, abort() of one end is a reset for the other only if it leaves bytes unread; else it is an
/// end of stream.
std::pair<std::unique_ptr<stream>, std::unique_ptr<stream>> socketpair(network& world);

}  // namespace asynchat::sockets
