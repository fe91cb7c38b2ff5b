#pragma once

#include "reactor.h"

#include <asynchat/transport/endpoint.h>
#include <asynchat/transport/readiness.h>

#include <cerrno>
#include <cstdint>
#include <system_error>
#include <vector>

namespace asynchat::sockets {

/// A non-blocking socket, what its owner wants to hear of it, and what the kernel was told of that.
///
/// There is one in each stream and listener, and its size is most of theirs. A change of interest is put on the
/// reactor's list; the kernel is told before the next wait, if what it knows is still something else by then.
///
/// A socket may be without a descriptor and not closed: a name_connect will open it, or has failed to.
class watched_socket {
 public:
  /// Takes over a descriptor.
  watched_socket(reactor& owner, int fd) : owner_(&owner), fd_(fd) { owner.socket_opened(); }
  /// Without a descriptor, until open().
  explicit watched_socket(reactor& owner) : watched_socket(owner, -1) { opening_ = true; }
  watched_socket(const watched_socket&) = delete;
  watched_socket& operator=(const watched_socket&) = delete;
  ~watched_socket() { close(); }

  bool closed() const { return owner_ == nullptr; }
  /// -1 where there is none.
  int fd() const { return fd_; }
  /// Null once closed.
  reactor* owner() const { return owner_; }
  endpoint local() const;
  endpoint peer() const;

  void watch(registration who, readiness wanted);
  void unwatch();
  void close();

  /// Bytes were received: a hangup that waited behind them is news again.
  void input_taken() {
    if (silent_) end_silence();
  }

  /// For the name_connect: the descriptor, or -1 when it has none to give.
  void open(int fd);

  // For the reactor.

  /// False when the kernel cannot watch the socket.
  bool tell_kernel();
  void listed_at(reactor::place where) { place_ = where; }
  void report(std::uint32_t events, std::vector<ready_event>& ready);
  void report_unwatchable(std::vector<ready_event>& ready) const;

 private:
  bool to_be_registered() const { return !closed() && watched_ && !silent_ && !opening_; }
  void review();
  void deregister();
  void end_silence();

  reactor* owner_;
  int fd_;
  registration who_;
  reactor::place place_ = reactor::not_listed;
  readiness wanted_ = readiness::none;
  readiness asked_ = readiness::none;  ///< of the kernel, where registered_
  bool watched_ : 1 = false;
  bool registered_ : 1 = false;
  bool opening_ : 1 = false;
  /// The connection is dead, nothing is wanted of it, and its unread bytes hold the hangup back: the kernel would
  /// report it in each wait.
  bool silent_ : 1 = false;
};

/// A new non-blocking stream socket, or -1 and errno. Over TCP it sends each piece at once (TCP_NODELAY), and so do the
/// sockets that it accepts.
int open_socket(int family);

/// The error of the system call that failed just now.
std::error_code last_error();

/// A system call that answers negative numbers on errors; one that a signal interrupted is made again.
template <class Call>
auto retry_interrupted(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

}  // namespace asynchat::sockets
