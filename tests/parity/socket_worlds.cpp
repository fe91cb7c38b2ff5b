#include <asynchat/sockets/network.h>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <optional>
#include <utility>

#include "both_ends.h"

namespace asynchat::parity {

namespace {

/// It outlives the streams of the world that is made with it.
struct real_network {
  sockets::network sockets_;
};

class socketpair_world final : private real_network, public both_ends_world {
 public:
  socketpair_world() : both_ends_world(sockets_) {}

  std::unique_ptr<stream> meet(peer script) override {
    script_ = std::move(script);
    auto [channel, peer_end] = sockets::socketpair(sockets_);
    peer_ = std::move(peer_end);
    leave_something_unread(*channel);
    return std::move(channel);
  }

  stream_pair pair() override { return sockets::socketpair(sockets_); }
};

/// An address at which a TCP connection is refused: the port is taken, but nobody listens.
class refusing_port {
 public:
  explicit refusing_port(int family) : fd_(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in6 six{};
    six.sin6_family = AF_INET6;
    six.sin6_addr = in6addr_loopback;
    sockaddr_in four{};
    four.sin_family = AF_INET;
    four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const address = family == AF_INET ? reinterpret_cast<sockaddr*>(&four) : reinterpret_cast<sockaddr*>(&six);
    socklen_t size = family == AF_INET ? sizeof(four) : sizeof(six);
    EXPECT_EQ(::bind(fd_, address, size), 0);
    EXPECT_EQ(::getsockname(fd_, address, &size), 0);
    port_ = ntohs(family == AF_INET ? four.sin_port : six.sin6_port);
  }
  refusing_port(const refusing_port&) = delete;
  refusing_port& operator=(const refusing_port&) = delete;
  ~refusing_port() { ::close(fd_); }

  std::uint16_t number() const { return port_; }

 private:
  int fd_;
  std::uint16_t port_ = 0;
};

/// A name in Linux's abstract namespace: it has no file.
endpoint fresh_unix_name() {
  static int names = 0;
  return endpoint::unix_path(std::string(1, '\0') + "asynchat-parity-" + std::to_string(getpid()) + "-" +
                             std::to_string(++names));
}

class socket_world final : private real_network, public addressed_world {
 public:
  /// AF_UNIX, AF_INET or AF_INET6.
  explicit socket_world(int family) : addressed_world(sockets_), family_(family) {}

  endpoint nowhere() override {
    if (family_ == AF_UNIX) return fresh_unix_name();
    nobody_.emplace(family_);
    return endpoint::inet(host(), nobody_->number());
  }

 private:
  endpoint fresh_address() override { return family_ == AF_UNIX ? fresh_unix_name() : endpoint::inet(host(), 0); }
  const char* host() const { return family_ == AF_INET6 ? "::1" : "127.0.0.1"; }

  const int family_;
  std::optional<refusing_port> nobody_;
};

}  // namespace

std::unique_ptr<world> make_socketpair_world() { return std::make_unique<socketpair_world>(); }
std::unique_ptr<world> make_unix_world() { return std::make_unique<socket_world>(AF_UNIX); }
std::unique_ptr<world> make_tcp4_world() { return std::make_unique<socket_world>(AF_INET); }
std::unique_ptr<world> make_tcp6_world() { return std::make_unique<socket_world>(AF_INET6); }

const char* why_no_ipv6() {
  sockets::network probe;
  return probe.listen(endpoint::inet("::1", 0), {}).listening ? nullptr : "this machine has no IPv6";
}

}  // namespace asynchat::parity
