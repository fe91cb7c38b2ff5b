#pragma once

#include <asynchat/transport/clock.h>
#include <asynchat/transport/readiness.h>

#include <sys/epoll.h>
#include <uv.h>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <system_error>
#include <vector>

namespace asynchat::sockets {

class name_connect;
class watched_socket;

/// One epoll set, in which every watched socket and one libuv loop are, and the list of what the kernel is still to be
/// told. No user's code runs inside of it: what is ready is only written down, so no event outlives the wait that got
/// it, and none can reach a socket that took over a descriptor.
///
/// libuv is embedded by its backend descriptor and its backend timeout. It looks names up and takes wake-ups from other
/// threads; a wait in which neither happens runs none of it.
class reactor {
 public:
  /// Where a socket is on the list of changes.
  using place = std::uint32_t;
  static constexpr place not_listed = UINT32_MAX;

  reactor();
  ~reactor();
  reactor(const reactor&) = delete;
  reactor& operator=(const reactor&) = delete;

  void wait(std::optional<duration> timeout, std::vector<ready_event>& ready);

  /// From any thread.
  void wake() { uv_async_send(&wake_); }

  int epoll() const { return epoll_; }
  uv_loop_t* libuv() { return &loop_; }

  /// The next wait tells the kernel what the socket wants, unless it is struck before.
  place list(watched_socket& socket);
  void strike(place where) { changed_[where] = nullptr; }

  void socket_opened() { ++open_sockets_; }
  void socket_closed() { --open_sockets_; }

  /// The connect to a name that is under way, or has failed, for a socket without a descriptor.
  void connecting(const watched_socket& socket, name_connect& by_name) { by_name_[&socket] = &by_name; }
  void connected(const watched_socket& socket) { by_name_.erase(&socket); }
  std::error_code failure_of(const watched_socket& socket) const;
  void abandon(const watched_socket& socket);

 private:
  static constexpr std::size_t events_max = 256;

  void tell_kernel();
  int milliseconds_to_wait(std::optional<duration> timeout, int libuv_limit) const;

  uv_loop_t loop_;
  uv_async_t wake_;
  int epoll_ = -1;
  std::array<epoll_event, events_max> events_;
  /// Sockets whose interest has changed; null where one was closed since. After the kernel was told, those that it
  /// could not watch are left.
  std::vector<watched_socket*> changed_;
  std::map<const watched_socket*, name_connect*> by_name_;
  std::size_t open_sockets_ = 0;
};

}  // namespace asynchat::sockets
