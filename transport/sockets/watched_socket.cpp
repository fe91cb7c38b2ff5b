#include "watched_socket.h"

#include "address.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cerrno>

namespace asynchat::sockets {

namespace {

constexpr std::uint32_t dead = EPOLLHUP | EPOLLERR;

/// The kernel reports `dead` whether asked or not.
std::uint32_t interest_in(readiness wanted) {
  std::uint32_t events = 0;
  if (any(wanted, readiness::read)) events |= EPOLLIN;
  if (any(wanted, readiness::write)) events |= EPOLLOUT;
  return events;
}

/// The question does not take the socket's pending error, which is for recv or finish_connect to learn.
bool nothing_unread(int fd) {
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

endpoint watched_socket::local() const { return name_of(fd_, getsockname); }
endpoint watched_socket::peer() const { return name_of(fd_, getpeername); }

void watched_socket::watch(registration who, readiness wanted) {
  who_ = who;
  wanted = wanted & (readiness::read | readiness::write);
  if (watched_ && wanted == wanted_) return;
  watched_ = true;
  wanted_ = wanted;
  silent_ = false;
  review();
}

void watched_socket::unwatch() {
  watched_ = false;
  review();
}

void watched_socket::close() {
  if (closed()) return;
  if (place_ != reactor::not_listed) owner_->strike(place_);
  // The descriptor's end is not the registration's while a forked child holds a copy.
  deregister();
  if (fd_ < 0) {
    owner_->abandon(*this);
  } else {
    // Not tried again after EINTR: the descriptor is free by then and may belong to somebody else.
    ::close(fd_);
  }
  fd_ = -1;
  owner_->socket_closed();
  owner_ = nullptr;
}

void watched_socket::open(int fd) {
  fd_ = fd;
  opening_ = false;
  review();
}

bool watched_socket::tell_kernel() {
  if (!to_be_registered()) {
    deregister();
    return true;
  }
  if (registered_ && asked_ == wanted_) return true;
  epoll_event event{};
  event.events = interest_in(wanted_);
  event.data.ptr = this;
  const int change = registered_ ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
  const bool told = epoll_ctl(owner_->epoll(), change, fd_, &event) == 0;
  if (!told) deregister();
  registered_ = told;
  asked_ = wanted_;
  return registered_;
}

/// A dead socket is as ready as it will be: recv, send or finish_connect will tell the error. Where reading is wanted,
/// recv finds the end by itself, after the data.
void watched_socket::report(std::uint32_t events, std::vector<ready_event>& ready) {
  readiness what = readiness::none;
  if ((events & (EPOLLIN | dead)) != 0) what |= readiness::read;
  if ((events & (EPOLLOUT | dead)) != 0) what |= readiness::write;
  what = what & wanted_;
  if ((events & dead) != 0 && !any(wanted_, readiness::read) && nothing_unread(fd_)) what |= readiness::hangup;
  if (what != readiness::none) {
    ready.push_back({who_, what});
  } else {
    silent_ = true;
    deregister();
  }
}

void watched_socket::report_unwatchable(std::vector<ready_event>& ready) const {
  const readiness what = fd_ < 0 && wanted_ == readiness::none ? readiness::hangup : wanted_;
  if (what != readiness::none) ready.push_back({who_, what});
}

void watched_socket::review() {
  const bool kernel_knows = registered_ == to_be_registered() && (!registered_ || asked_ == wanted_);
  if (!kernel_knows && place_ == reactor::not_listed) place_ = owner_->list(*this);
}

void watched_socket::deregister() {
  if (!registered_) return;
  registered_ = false;
  epoll_event unused{};
  epoll_ctl(owner_->epoll(), EPOLL_CTL_DEL, fd_, &unused);
}

void watched_socket::end_silence() {
  silent_ = false;
  review();
}

int open_socket(int family) {
  const int fd = ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int at_once = 1;
  if (fd >= 0 && family != AF_UNIX) ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof(at_once));
  return fd;
}

std::error_code last_error() { return {errno, std::generic_category()}; }

}  // namespace asynchat::sockets
