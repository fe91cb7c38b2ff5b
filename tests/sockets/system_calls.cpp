#include "system_calls.h"

#include <dlfcn.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstddef>

namespace asynchat::sockets {

namespace {

struct state {
  std::atomic<int> made = 0;
  std::atomic<int> failures = 0;
  std::atomic<int> error = 0;
};

std::array<state, 6> states;
std::atomic<int> accepted = -1;
std::atomic<int> connected = -1;

state& of(call which) { return states[static_cast<std::size_t>(which)]; }

/// Counts a call; true when it fails.
bool fails(call which) {
  state& one = of(which);
  ++one.made;
  if (one.failures == 0) return false;
  --one.failures;
  errno = one.error;
  return true;
}

template <class Function>
Function* c_library(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

int calls_made(call which) { return of(which).made; }

void fail_next(call which, int error, int times) {
  of(which).error = error;
  of(which).failures = times;
}

int last_accepted() { return accepted; }
int last_connected() { return connected; }

}  // namespace asynchat::sockets

namespace sockets = asynchat::sockets;

extern "C" {

int epoll_ctl(int epoll, int change, int fd, epoll_event* event) noexcept {
  static const auto real = sockets::c_library<int(int, int, int, epoll_event*)>("epoll_ctl");
  return sockets::fails(sockets::call::epoll_ctl) ? -1 : real(epoll, change, fd, event);
}

int epoll_wait(int epoll, epoll_event* events, int max, int milliseconds) {
  static const auto real = sockets::c_library<int(int, epoll_event*, int, int)>("epoll_wait");
  return sockets::fails(sockets::call::epoll_wait) ? -1 : real(epoll, events, max, milliseconds);
}

ssize_t recv(int fd, void* into, std::size_t size, int flags) {
  static const auto real = sockets::c_library<ssize_t(int, void*, std::size_t, int)>("recv");
  return sockets::fails(sockets::call::recv) ? -1 : real(fd, into, size, flags);
}

ssize_t send(int fd, const void* bytes, std::size_t size, int flags) {
  static const auto real = sockets::c_library<ssize_t(int, const void*, std::size_t, int)>("send");
  return sockets::fails(sockets::call::send) ? -1 : real(fd, bytes, size, flags);
}

int accept4(int fd, sockaddr* from, socklen_t* size, int flags) {
  static const auto real = sockets::c_library<int(int, sockaddr*, socklen_t*, int)>("accept4");
  if (sockets::fails(sockets::call::accept)) return -1;
  return sockets::accepted = real(fd, from, size, flags);
}

int connect(int fd, const sockaddr* to, socklen_t size) {
  static const auto real = sockets::c_library<int(int, const sockaddr*, socklen_t)>("connect");
  sockets::connected = fd;
  return sockets::fails(sockets::call::connect) ? -1 : real(fd, to, size);
}

}  // extern "C"
