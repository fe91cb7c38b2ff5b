#include "watched_socket.h"

#include <asynchat/transport/check.h>

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cerrno>

namespace asynchat::sockets {

namespace {

/// What to ask of libuv. A socket of which nothing is wanted waits for urgent data: while something is asked for, the
/// kernel reports a hangup too.
int interest_in(readiness wanted) {
  int events = 0;
  if (any(wanted, readiness::read)) events |= UV_READABLE;
  if (any(wanted, readiness::write)) events |= UV_WRITABLE;
  return events != 0 ? events : UV_PRIORITIZED;
}

/// True when both directions are dead and nothing is left to read. Neither question takes the socket's pending error,
/// which is for recv or finish_connect to learn.
bool hung_up(int fd) {
  pollfd state{fd, 0, 0};
  if (poll(&state, 1, 0) != 1 || (state.revents & (POLLHUP | POLLERR)) == 0) return false;
  int unread = 0;
  return ioctl(fd, FIONREAD, &unread) == 0 && unread == 0;
}

using get_name = int (*)(int, sockaddr*, socklen_t*);

endpoint name_of(int fd, get_name ask) {
  socket_address address;
  address.size = sizeof(address.storage);
  return ask(fd, address.raw(), &address.size) == 0 ? to_endpoint(address) : endpoint{};
}

}  // namespace

std::error_code last_error() { return {errno, std::generic_category()}; }

watched_socket::result watched_socket::open(reactor& owner, int family) {
  const int fd = ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return {nullptr, last_error()};
  return adopt(owner, fd);
}

watched_socket::result watched_socket::adopt(reactor& owner, int fd) {
  auto* socket = new watched_socket(owner, fd);
  const int status = uv_poll_init(owner.loop(), &socket->handle_, fd);
  if (status != 0) {
    delete socket;
    ::close(fd);
    return {nullptr, {-status, std::generic_category()}};
  }
  socket->handle_.data = socket;
  owner.socket_opened();
  return {ptr(socket), {}};
}

endpoint watched_socket::local() const { return name_of(fd_, getsockname); }
endpoint watched_socket::peer() const { return name_of(fd_, getpeername); }

void watched_socket::watch(registration who, readiness wanted) {
  wanted = wanted & (readiness::read | readiness::write);
  who_ = who;
  if (watched_ && wanted == wanted_) return;
  watched_ = true;
  wanted_ = wanted;
  start();
}

void watched_socket::unwatch() {
  if (!watched_) return;
  watched_ = false;
  uv_poll_stop(&handle_);
}

void watched_socket::close() {
  owner_->socket_closed();
  uv_close(reinterpret_cast<uv_handle_t*>(&handle_),
           [](uv_handle_t* handle) { delete static_cast<watched_socket*>(handle->data); });
  // Not tried again after EINTR: the descriptor is free by then and may belong to somebody else.
  ::close(fd_);
}

void watched_socket::start() {
  const int status = uv_poll_start(&handle_, interest_in(wanted_), on_poll);
  ASYNCHAT_CHECK(status == 0, "a descriptor belongs to one socket");
}

void watched_socket::on_poll(uv_poll_t* handle, int status, int events) {
  static_cast<watched_socket*>(handle->data)->polled(status, events);
}

/// A negative `status` is libuv's word (always UV_EBADF) for an error that waits at the socket, such as a reset or a
/// refused connect; it has stopped the watcher then. The socket is as ready as it will be: recv, send or finish_connect
/// will tell the error.
void watched_socket::polled(int status, int events) {
  readiness what = readiness::none;
  if (status < 0 || (events & UV_READABLE) != 0) what |= readiness::read;
  if (status < 0 || (events & UV_WRITABLE) != 0) what |= readiness::write;
  what = what & wanted_;
  // Where reading is wanted, recv finds the end by itself, after the data.
  if (!any(wanted_, readiness::read) && hung_up(fd_)) what |= readiness::hangup;
  if (what == readiness::none) {
    // Urgent data, or a dead connection with data that nobody wants yet. Both last, and would wake each wait.
    uv_poll_stop(&handle_);
    return;
  }
  owner_->report(who_, what, place_);
  if (status < 0) start();
}

}  // namespace asynchat::sockets
