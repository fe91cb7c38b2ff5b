#include <asynchat/sockets/network.h>

#include <asynchat/sockets/address_error.h>

#include "address.h"
#include "listener.h"
#include "name_connect.h"
#include "reactor.h"
#include "stream.h"

#include <sys/socket.h>
#include <unistd.h>
#include <uv.h>
#include <cerrno>

namespace asynchat::sockets {

namespace {

connect_result connect_to_name(reactor& owner, const endpoint& where) {
  auto made = std::make_unique<socket_stream>(owner);
  if (const std::error_code error = name_connect::begin(made->socket(), where.host, where.port)) {
    return {nullptr, false, error};
  }
  return {std::move(made), true, {}};
}

connect_result connect_to_address(reactor& owner, const socket_address& to) {
  const int fd = open_socket(to.family());
  if (fd < 0) return {nullptr, false, last_error()};
  auto made = std::make_unique<socket_stream>(owner, fd);
  const bool connected = ::connect(fd, to.raw(), to.size) == 0;
  // A connect that a signal interrupted goes on by itself.
  const bool in_progress = !connected && (errno == EINPROGRESS || errno == EINTR);
  if (!connected && !in_progress) return {nullptr, false, last_error()};
  return {std::move(made), in_progress, {}};
}

}  // namespace

network::network() : reactor_(std::make_unique<reactor>()) {}
network::~network() = default;

connect_result network::connect(const endpoint& where) {
  const address_result to = to_address(where);
  if (to.error == address_errc::name_not_numeric) return connect_to_name(*reactor_, where);
  if (to.error) return {nullptr, false, to.error};
  return connect_to_address(*reactor_, to.address);
}

listen_result network::listen(const endpoint& where, const listen_options& options) {
  const bool is_localhost = where.kind == endpoint::family::inet && where.host == "localhost";
  return socket_listener::open(*reactor_, is_localhost ? endpoint::inet("127.0.0.1", where.port) : where, options);
}

void network::wait(std::optional<duration> timeout, std::vector<ready_event>& ready) { reactor_->wait(timeout, ready); }

void network::wake() { reactor_->wake(); }

time_point network::now() const { return time_point(duration(uv_hrtime())); }

std::pair<std::unique_ptr<stream>, std::unique_ptr<stream>> socketpair(network& world) {
  int fds[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds) != 0) {
    throw std::system_error(last_error(), "socketpair");
  }
  return {std::make_unique<socket_stream>(*world.reactor_, fds[0]),
          std::make_unique<socket_stream>(*world.reactor_, fds[1])};
}

}  // namespace asynchat::sockets
