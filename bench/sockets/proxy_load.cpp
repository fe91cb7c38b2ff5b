#include "sockets/proxy_load.h"

#include <asynchat/traces/trace_reader.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <optional>
#include <random>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

#include "clock.h"

namespace asynchat::bench {

namespace {

/// Not a power of two, so that reads end at all its places.
constexpr std::size_t pattern_bytes = 1'000'003;
constexpr std::size_t send_bytes_max = 64u << 10;
constexpr std::size_t line_bytes = 64;

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

std::string make_pattern(payload kind) {
  std::mt19937 random(1);
  std::string bytes(pattern_bytes, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto drawn = static_cast<std::uint32_t>(random());
    bytes[i] = static_cast<char>(kind == payload::binary ? drawn & 0xff : 'a' + drawn % 26);
    if (kind == payload::text && i % 80 >= 78) bytes[i] = i % 80 == 78 ? '\r' : '\n';
  }
  return bytes;
}

std::uint16_t listen_anywhere(int fd) {
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* address = reinterpret_cast<sockaddr*>(&where);
  socklen_t size = sizeof(where);
  if (bind(fd, address, size) != 0 || listen(fd, 128) != 0 || getsockname(fd, address, &size) != 0) fail("listen");
  return ntohs(where.sin_port);
}

}  // namespace

proxy_load::proxy_load(payload kind)
    : pattern_(make_pattern(kind)),
      listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)),
      target_(listen_anywhere(listener_.get())),
      incoming_(256u << 10, '\0') {}

void proxy_load::connect_through(std::uint16_t proxy, std::size_t connections) {
  for (std::size_t i = 0; i < connections; ++i) {
    descriptor client = connect_to(proxy);
    descriptor server(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (server.get() < 0) fail("accept");
    const int on = 1;
    setsockopt(server.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    flows_.push_back({std::move(client), std::move(server), i % 2 == 0});
  }
}

void proxy_load::run(std::uint64_t bytes) {
  due_ += bytes;
  const descriptor epoll(epoll_create1(EPOLL_CLOEXEC));
  for (flow& each : flows_) {
    epoll_event event{};
    event.data.ptr = &each;
    event.events = EPOLLOUT;
    if (epoll_ctl(epoll.get(), EPOLL_CTL_ADD, each.sender(), &event) != 0) fail("epoll_ctl");
    event.events = EPOLLIN;
    if (epoll_ctl(epoll.get(), EPOLL_CTL_ADD, each.receiver(), &event) != 0) fail("epoll_ctl");
  }
  std::array<epoll_event, 64> events;
  for (std::size_t at_work = flows_.size(); at_work > 0;) {
    const int count = epoll_wait(epoll.get(), events.data(), static_cast<int>(events.size()), 10'000);
    if (count < 0 && errno != EINTR) fail("epoll_wait");
    if (count == 0) throw std::runtime_error("a proxy passes nothing on for ten seconds");
    for (int i = 0; i < count; ++i) {
      const epoll_event& event = events[static_cast<std::size_t>(i)];
      flow& on = *static_cast<flow*>(event.data.ptr);
      if ((event.events & EPOLLOUT) != 0) {
        send(on);
        if (on.sent == due_) epoll_ctl(epoll.get(), EPOLL_CTL_DEL, on.sender(), nullptr);
      }
      if ((event.events & EPOLLIN) != 0) {
        receive(on);
        if (on.received == due_) --at_work;
      }
    }
  }
}

double proxy_load::round_trip(std::size_t trips) {
  const flow& on = flows_.front();
  std::array<char, line_bytes> line;
  std::memcpy(line.data(), pattern_.data(), line.size());
  std::vector<double> times;
  for (std::size_t i = 0; i < trips; ++i) {
    std::array<char, line_bytes> back{};
    const double before = seconds_of(CLOCK_MONOTONIC);
    for (const auto& [from, to] : {std::pair(on.client.get(), on.server.get()), {on.server.get(), on.client.get()}}) {
      if (::send(from, line.data(), line.size(), MSG_NOSIGNAL) != line_bytes) fail("send");
      if (::recv(to, back.data(), back.size(), MSG_WAITALL) != line_bytes) fail("recv");
    }
    times.push_back(seconds_of(CLOCK_MONOTONIC) - before);
    if (back != line) throw std::runtime_error("a proxy changed a byte");
  }
  std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(trips / 2), times.end());
  return times[trips / 2];
}

void proxy_load::compare_with(const std::string& trace) const {
  traces::trace_reader reader(trace);
  std::map<std::uint64_t, std::uint64_t> offsets;
  while (const std::optional<traces::trace_event> event = reader.next()) {
    if (event->kind != traces::event_kind::data) continue;
    std::uint64_t& offset = offsets[event->conn];
    for (std::string_view left = event->bytes; !left.empty();) {
      const std::string_view right = expected(offset).substr(0, left.size());
      if (!left.starts_with(right)) throw std::runtime_error("a trace holds what was not sent");
      left.remove_prefix(right.size());
      offset += right.size();
    }
  }
  const bool whole = std::all_of(offsets.begin(), offsets.end(), [&](const auto& each) { return each.second == due_; });
  if (!whole || offsets.size() != flows_.size()) throw std::runtime_error("a trace does not hold all that was sent");
}

void proxy_load::send(flow& on) {
  const std::uint64_t left = std::min<std::uint64_t>(due_ - on.sent, send_bytes_max);
  const std::string_view next = expected(on.sent).substr(0, left);
  const ssize_t count = ::send(on.sender(), next.data(), next.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (count < 0 && errno != EAGAIN) fail("send");
  if (count > 0) on.sent += static_cast<std::uint64_t>(count);
}

void proxy_load::receive(flow& on) {
  const ssize_t count = ::recv(on.receiver(), incoming_.data(), incoming_.size(), MSG_DONTWAIT);
  if (count < 0 && errno == EAGAIN) return;
  if (count <= 0) throw std::runtime_error("a proxy closed a connection");
  for (std::string_view came(incoming_.data(), static_cast<std::size_t>(count)); !came.empty();) {
    const std::string_view right = expected(on.received).substr(0, came.size());
    if (!came.starts_with(right)) throw std::runtime_error("a proxy passed on what was not sent");
    came.remove_prefix(right.size());
    on.received += right.size();
  }
}

std::string_view proxy_load::expected(std::uint64_t offset) const {
  return std::string_view(pattern_).substr(offset % pattern_.size());
}

}  // namespace asynchat::bench
