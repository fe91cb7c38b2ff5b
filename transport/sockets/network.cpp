#include <asynchat/sockets/network.h>

#include "address.h"
#include "listener.h"
#include "reactor.h"
#include "stream.h"
#include "watched_socket.h"

#include <sys/socket.h>
#include <unistd.h>
#include <uv.h>
#include <cerrno>

namespace asynchat::sockets {

network::network() : reactor_(std::make_unique<reactor>()) {}
network::~network() = default;

connect_result network::connect(const endpoint& where) {
  const address_result to = to_address(where);
  if (to.error) return {nullptr, false, to.error};
  watched_socket::result opened = watched_socket::open(*reactor_, to.address.family());
  if (opened.error) return {nullptr, false, opened.error};
  const bool connected = ::connect(opened.socket->fd(), to.address.raw(), to.address.size) == 0;
  // A connect that a signal interrupted goes on by itself.
  const bool in_progress = !connected && (errno == EINPROGRESS || errno == EINTR);
  if (!connected && !in_progress) return {nullptr, false, last_error()};
  return {std::make_unique<socket_stream>(std::move(opened.socket)), in_progress, {}};
}

listen_result network::listen(const endpoint& where, const listen_options& options) {
  const address_result at = to_address(where);
  if (at.error) return {nullptr, at.error};
  watched_socket::result opened = watched_socket::open(*reactor_, at.address.family());
  if (opened.error) return {nullptr, opened.error};
  const int fd = opened.socket->fd();
  const int reuse = options.reuse_address ? 1 : 0;
  if (::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof(reuse)) != 0 ||
      ::bind(fd, at.address.raw(), at.address.size) != 0 || ::listen(fd, options.backlog) != 0) {
    return {nullptr, last_error()};
  }
  return {std::make_unique<socket_listener>(std::move(opened.socket)), {}};
}

void network::wait(std::optional<duration> timeout, std::vector<ready_event>& ready) { reactor_->wait(timeout, ready); }

time_point network::now() const { return time_point(duration(uv_hrtime())); }

std::pair<std::unique_ptr<stream>, std::unique_ptr<stream>> socketpair(network& world) {
  int fds[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds) != 0) {
    throw std::system_error(last_error(), "socketpair");
  }
  watched_socket::result one = watched_socket::adopt(*world.reactor_, fds[0]);
  watched_socket::result two = watched_socket::adopt(*world.reactor_, fds[1]);
  for (const auto* end : {&one, &two}) {
    if (end->error) throw std::system_error(end->error, "socketpair");
  }
  return {std::make_unique<socket_stream>(std::move(one.socket)),
          std::make_unique<socket_stream>(std::move(two.socket))};
}

}  // namespace asynchat::sockets
