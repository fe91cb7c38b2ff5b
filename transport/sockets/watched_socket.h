#pragma once

#include "address.h"
#include "reactor.h"

#include <asynchat/transport/endpoint.h>
#include <asynchat/transport/readiness.h>

#include <uv.h>
#include <cstddef>
#include <memory>
#include <system_error>

namespace asynchat::sockets {

/// An open, non-blocking socket, and what its owner wants to hear of it.
///
/// It is on the heap and deletes itself, since a libuv handle outlives its socket until libuv's close callback.
class watched_socket {
 public:
  struct closer {
    void operator()(watched_socket* socket) const { socket->close(); }
  };
  using ptr = std::unique_ptr<watched_socket, closer>;

  struct result {
    ptr socket;
    std::error_code error;
  };

  /// A new stream socket of that address family.
  static result open(reactor& owner, int family);
  /// Takes over a descriptor; on error it is closed.
  static result adopt(reactor& owner, int fd);

  watched_socket(const watched_socket&) = delete;
  watched_socket& operator=(const watched_socket&) = delete;

  int fd() const { return fd_; }
  reactor& owner() const { return *owner_; }
  endpoint local() const;
  endpoint peer() const;

  void watch(registration who, readiness wanted);
  void unwatch();

 private:
  watched_socket(reactor& owner, int fd) : owner_(&owner), fd_(fd) {}
  ~watched_socket() = default;

  void close();
  void start();
  static void on_poll(uv_poll_t* handle, int status, int events);
  void polled(int status, int events);

  uv_poll_t handle_{};
  reactor* owner_;
  int fd_;
  readiness wanted_ = readiness::none;
  bool watched_ = false;
  registration who_;
  std::size_t place_ = 0;
};

/// The error of the system call that failed just now.
std::error_code last_error();

}  // namespace asynchat::sockets
