#include "sockets/load.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "sockets/echo_line.h"

namespace asynchat::bench {

namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

/// The client's number, the line's, and letters that differ from line to line.
std::array<char, line_bytes> make_line(std::size_t client, std::uint64_t number) {
  std::array<char, line_bytes> line;
  std::snprintf(line.data(), line.size(), "%04x %010llx ", static_cast<unsigned>(client),
                static_cast<unsigned long long>(number));
  for (std::size_t i = 16; i < line_bytes - 2; ++i) line[i] = static_cast<char>('a' + (number + i) % 26);
  line[line_bytes - 2] = '\r';
  line[line_bytes - 1] = '\n';
  return line;
}

}  // namespace

descriptor::descriptor(descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

descriptor::~descriptor() {
  if (fd_ >= 0) close(fd_);
}

descriptor connect_to(std::uint16_t port) {
  descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (socket.get() < 0) fail("socket");
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_port = htons(port);
  where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(socket.get(), reinterpret_cast<const sockaddr*>(&where), sizeof(where)) != 0) fail("connect");
  const int on = 1;
  setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  return socket;
}

echo_load::echo_load(std::uint16_t port, std::size_t connections, std::size_t lines_in_flight)
    : lines_in_flight_(lines_in_flight), epoll_(epoll_create1(EPOLL_CLOEXEC)), incoming_(64u << 10, '\0') {
  for (std::size_t i = 0; i < connections; ++i) {
    clients_.push_back({connect_to(port), i});
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = i;
    if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, clients_[i].socket.get(), &event) != 0) fail("epoll_ctl");
  }
}

void echo_load::run(std::uint64_t lines) {
  lines_due_ += lines;
  for (client& each : clients_) send_lines(each, std::min<std::uint64_t>(lines_in_flight_, lines));
  std::size_t at_work = clients_.size();
  std::array<epoll_event, 64> events;
  while (at_work > 0) {
    const int count = epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), 10'000);
    if (count < 0 && errno != EINTR) fail("epoll_wait");
    if (count == 0) throw std::runtime_error("a server echoes nothing for ten seconds");
    for (int i = 0; i < count; ++i) {
      client& to = clients_[events[static_cast<std::size_t>(i)].data.u64];
      receive(to);
      if (to.bytes_back == lines_due_ * line_bytes) --at_work;
    }
  }
}

void echo_load::send_lines(client& from, std::uint64_t count) {
  outgoing_.clear();
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto line = make_line(from.number, from.lines_sent++);
    outgoing_.append(line.data(), line.size());
  }
  // The socket blocks; what is in flight fits into its buffer.
  for (std::size_t sent = 0; sent < outgoing_.size();) {
    const ssize_t moved = send(from.socket.get(), outgoing_.data() + sent, outgoing_.size() - sent, MSG_NOSIGNAL);
    if (moved < 0) fail("send");
    sent += static_cast<std::size_t>(moved);
  }
}

void echo_load::receive(client& to) {
  const ssize_t count = recv(to.socket.get(), incoming_.data(), incoming_.size(), 0);
  if (count < 0) fail("recv");
  if (count == 0) throw std::runtime_error("a server closed a connection");
  const std::uint64_t lines_before = to.bytes_back / line_bytes;
  for (std::size_t at = 0; at < static_cast<std::size_t>(count);) {
    const auto line = make_line(to.number, to.bytes_back / line_bytes);
    const std::size_t offset = to.bytes_back % line_bytes;
    const std::size_t size = std::min(line_bytes - offset, static_cast<std::size_t>(count) - at);
    if (std::memcmp(incoming_.data() + at, line.data() + offset, size) != 0) {
      throw std::runtime_error("a server echoed what was not sent");
    }
    at += size;
    to.bytes_back += size;
  }
  const std::uint64_t lines_back = to.bytes_back / line_bytes - lines_before;
  const std::uint64_t more = std::min(lines_back, lines_due_ - to.lines_sent);
  if (more > 0) send_lines(to, more);
}

}  // namespace asynchat::bench
