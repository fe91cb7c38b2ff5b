#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <vector>

#include "sockets/listening_socket.h"
#include "sockets/servers.h"

namespace asynchat::bench {

namespace {

/// One of the two sockets of a pair: what it waits for is told to epoll only where it changes.
struct half {
  int fd = -1;
  half* other = nullptr;
  std::uint32_t asked = 0;
  bool connected = false;
  bool ended = false;     ///< its peer has sent its last byte
  bool end_sent = false;  ///< and was told of the other's
  std::string unsent = {};
};

struct relay {
  int epoll = epoll_create1(EPOLL_CLOEXEC);
  std::vector<char> buffer = std::vector<char>(std::size_t{64} << 10);
  std::vector<half*> doomed = {};
};

void ask(relay& at, half& of) {
  std::uint32_t events = 0;
  if (of.connected && of.other->connected && !of.ended && of.other->unsent.empty()) events |= EPOLLIN;
  if (!of.connected || !of.unsent.empty()) events |= EPOLLOUT;
  if (events == of.asked) return;
  of.asked = events;
  epoll_event event{};
  event.events = events;
  event.data.ptr = &of;
  epoll_ctl(at.epoll, EPOLL_CTL_MOD, of.fd, &event);
}

void give_up(relay& at, half& of, bool in_order) {
  for (half* each : {&of, of.other}) {
    if (each->fd < 0) continue;
    const linger at_once{1, 0};
    if (!in_order) setsockopt(each->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
    close(each->fd);
    each->fd = -1;
    at.doomed.push_back(each);
  }
}

/// False when the connection is gone.
bool send_some(half& to, const char* bytes, std::size_t size, std::size_t& sent) {
  const ssize_t count = send(to.fd, bytes, size, MSG_NOSIGNAL);
  sent = count > 0 ? static_cast<std::size_t>(count) : 0;
  return count >= 0 || errno == EAGAIN || errno == EINTR;
}

void end_output(relay& at, half& of) {
  if (!of.unsent.empty() || !of.other->ended || of.end_sent) return;
  of.end_sent = true;
  shutdown(of.fd, SHUT_WR);
  if (of.other->end_sent) give_up(at, of, true);
}

void read_some(relay& at, half& from) {
  half& to = *from.other;
  const ssize_t count = recv(from.fd, at.buffer.data(), at.buffer.size(), 0);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (count < 0) return give_up(at, from, false);
  if (count == 0) {
    from.ended = true;
    return end_output(at, to);
  }
  std::size_t sent = 0;
  if (!send_some(to, at.buffer.data(), static_cast<std::size_t>(count), sent)) return give_up(at, from, false);
  to.unsent.assign(at.buffer.data() + sent, static_cast<std::size_t>(count) - sent);
}

void write_some(relay& at, half& to) {
  if (!to.connected) {
    int error = 0;
    socklen_t size = sizeof(error);
    if (getsockopt(to.fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0) return give_up(at, to, false);
    to.connected = true;
  }
  std::size_t sent = 0;
  if (!send_some(to, to.unsent.data(), to.unsent.size(), sent)) return give_up(at, to, false);
  to.unsent.erase(0, sent);
  end_output(at, to);
}

void add(relay& at, half& one) {
  epoll_event event{};
  event.data.ptr = &one;
  epoll_ctl(at.epoll, EPOLL_CTL_ADD, one.fd, &event);
}

void admit(relay& at, int client_fd, std::uint16_t target) {
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_port = htons(target);
  where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* client = new half{.fd = client_fd, .connected = true};
  auto* server = new half{.fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  client->other = server;
  server->other = client;
  send_at_once(client->fd);
  send_at_once(server->fd);
  const int begun = connect(server->fd, reinterpret_cast<const sockaddr*>(&where), sizeof(where));
  add(at, *client);
  add(at, *server);
  if (begun != 0 && errno != EINPROGRESS) return give_up(at, *client, false);
  ask(at, *client);
  ask(at, *server);
}

void serve(relay& at, half& one, std::uint32_t events) {
  if (one.fd >= 0 && (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0 && one.connected && !one.ended) read_some(at, one);
  if (one.fd >= 0 && (events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) != 0) write_some(at, one);
  for (half* each : {&one, one.other}) {
    if (each->fd >= 0) ask(at, *each);
  }
}

}  // namespace

void serve_proxy_epoll(std::uint16_t target) {
  const int listener = listen_and_announce();
  relay at;
  epoll_event arrival{};
  arrival.events = EPOLLIN;
  epoll_ctl(at.epoll, EPOLL_CTL_ADD, listener, &arrival);
  std::array<epoll_event, 256> events;
  while (true) {
    const int count = epoll_wait(at.epoll, events.data(), static_cast<int>(events.size()), -1);
    for (int i = 0; i < count; ++i) {
      const epoll_event& event = events[static_cast<std::size_t>(i)];
      if (event.data.ptr != nullptr) {
        serve(at, *static_cast<half*>(event.data.ptr), event.events);
      } else if (const int fd = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC); fd >= 0) {
        admit(at, fd, target);
      }
    }
    for (half* each : at.doomed) delete each;
    at.doomed.clear();
  }
}

}  // namespace asynchat::bench
