#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <vector>

#include "sockets/line_echo.h"
#include "sockets/listening_socket.h"
#include "sockets/servers.h"

namespace asynchat::bench {

namespace {

struct connection {
  int fd = -1;
  line_echo lines;
  std::string out;  ///< what the socket has not taken
  bool waits_to_send = false;
};

void watch(int epoll, int operation, int fd, std::uint32_t events, connection* who) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = who;
  epoll_ctl(epoll, operation, fd, &event);
}

/// False when the connection is gone.
bool flush(int epoll, connection& at) {
  if (!at.out.empty()) {
    const ssize_t sent = send(at.fd, at.out.data(), at.out.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) return false;
    if (sent > 0) at.out.erase(0, static_cast<std::size_t>(sent));
  }
  if (at.out.empty() == at.waits_to_send) {
    at.waits_to_send = !at.out.empty();
    watch(epoll, EPOLL_CTL_MOD, at.fd, at.waits_to_send ? EPOLLIN | EPOLLOUT : EPOLLIN, &at);
  }
  return true;
}

bool serve(int epoll, connection& at, std::uint32_t events, std::vector<char>& buffer) {
  if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) {
    const ssize_t count = recv(at.fd, buffer.data(), buffer.size(), 0);
    if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) return false;
    if (count > 0) at.lines.feed({buffer.data(), static_cast<std::size_t>(count)}, at.out);
  }
  return flush(epoll, at);
}

}  // namespace

void serve_epoll() {
  const int listener = listen_and_announce();
  const int epoll = epoll_create1(EPOLL_CLOEXEC);
  watch(epoll, EPOLL_CTL_ADD, listener, EPOLLIN, nullptr);
  std::vector<char> buffer(64u << 10);
  std::array<epoll_event, 1024> events;
  while (true) {
    const int count = epoll_wait(epoll, events.data(), static_cast<int>(events.size()), -1);
    for (int i = 0; i < count; ++i) {
      const epoll_event& event = events[static_cast<std::size_t>(i)];
      if (event.data.ptr == nullptr) {
        const int fd = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) continue;
        send_at_once(fd);
        auto at = std::make_unique<connection>();
        at->fd = fd;
        watch(epoll, EPOLL_CTL_ADD, fd, EPOLLIN, at.release());
        continue;
      }
      std::unique_ptr<connection> at(static_cast<connection*>(event.data.ptr));
      if (serve(epoll, *at, event.events, buffer)) {
        static_cast<void>(at.release());
      } else {
        close(at->fd);
      }
    }
  }
}

}  // namespace asynchat::bench
