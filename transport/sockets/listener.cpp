#include "listener.h"

#include "stream.h"

#include <sys/socket.h>
#include <cerrno>

namespace asynchat::sockets {

namespace {

/// True for the errors that mean that nobody waits, or that the one who did is gone: accept(2) passes on an error of
/// the new connection's network, and asks to treat it so.
bool nobody_waits(int error) {
  switch (error) {
    case EAGAIN:
    case ECONNABORTED:
    case EPROTO:
    case ENETDOWN:
    case ENETUNREACH:
    case EHOSTDOWN:
    case EHOSTUNREACH:
      return true;
    default:
      return false;
  }
}

}  // namespace

void socket_listener::watch(registration who, readiness wanted) {
  if (socket_) socket_->watch(who, wanted);
}

void socket_listener::unwatch() {
  if (socket_) socket_->unwatch();
}

accept_result socket_listener::accept() {
  if (!socket_) return {};
  int fd = -1;
  do {
    fd = accept4(socket_->fd(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  } while (fd < 0 && errno == EINTR);
  if (fd < 0) return {nullptr, nobody_waits(errno) ? std::error_code{} : last_error()};
  watched_socket::result result = watched_socket::adopt(socket_->owner(), fd);
  if (result.error) return {nullptr, result.error};
  return {std::make_unique<socket_stream>(std::move(result.socket)), {}};
}

endpoint socket_listener::local() const { return socket_ ? socket_->local() : endpoint{}; }

}  // namespace asynchat::sockets
