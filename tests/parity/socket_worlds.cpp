#include <asynchat/sockets/network.h>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <optional>
#include <utility>

#include "in_a_world.h"
#include "world.h"

namespace asynchat::parity {

namespace {

constexpr registration a_door{1000, 1};
constexpr registration the_peer{1001, 1};

/// Real sockets on both ends, in one network.
class sockets_world : public world {
 public:
  network& net() override { return net_; }

  void peer_acts() override {
    if (!peer_) return;
    if (said_ < script_.says.size()) {
      const std::string& piece = script_.says[said_++];
      const io_result sent = peer_->send(piece);
      // The channel may have gone meanwhile.
      EXPECT_TRUE(sent == io_result::transferred(piece.size()) || sent.what() == io_result::kind::disconnected) << sent;
    } else if (!std::exchange(acted_, true)) {
      make_an_end();
    }
    if (script_.listens && script_.then != peer::end::resets) hear();
  }

  void peer_listens() override { script_.listens = true; }

  std::string heard(std::size_t bytes) override {
    peer_listens();
    if (peer_) peer_->watch(the_peer, readiness::read);
    for (int waits = 0; waits < empty_waits_max && hear() && heard_.size() < bytes; ++waits) {
      std::vector<ready_event> ready;
      net_.wait(patience, ready);
      for (const ready_event& event : ready) {
        if (event.who == the_peer) waits = 0;
      }
    }
    if (peer_) peer_->unwatch();
    return heard_;
  }

  bool peer_saw_the_end() override { return saw_end_; }

 protected:
  /// A Unix socket sends a reset only when it is closed with bytes unread.
  void leave_something_unread(stream& channel) const {
    if (script_.then == peer::end::resets) channel.send("?");
  }

  sockets::network net_;
  peer script_;
  std::unique_ptr<stream> peer_;

 private:
  void make_an_end() {
    if (script_.then == peer::end::ends) peer_->shutdown_send();
    if (script_.then == peer::end::closes) peer_->close();
    if (script_.then == peer::end::resets) peer_->abort();
  }

  /// False when no more can come.
  bool hear() {
    char buffer[65536];
    io_result result = io_result::would_block();
    while (peer_ && (result = peer_->recv(buffer)).what() == io_result::kind::bytes)
      heard_.append(buffer, result.count());
    saw_end_ = saw_end_ || result.what() == io_result::kind::end_of_stream;
    return result == io_result::would_block();
  }

  std::size_t said_ = 0;
  bool acted_ = false;
  bool saw_end_ = false;
  std::string heard_;
};

class socketpair_world final : public sockets_world {
 public:
  std::unique_ptr<stream> meet(peer script) override {
    script_ = std::move(script);
    auto [channel, peer_end] = sockets::socketpair(net_);
    peer_ = std::move(peer_end);
    leave_something_unread(*channel);
    return std::move(channel);
  }

  stream_pair pair() override { return sockets::socketpair(net_); }
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

class addressed_world final : public sockets_world {
 public:
  /// AF_UNIX, AF_INET or AF_INET6.
  explicit addressed_world(int family) : family_(family) {}

  std::unique_ptr<stream> meet(peer script) override {
    script_ = std::move(script);
    auto [caller, accepted] = pair();
    peer_ = std::move(caller);
    leave_something_unread(*accepted);
    return std::move(accepted);
  }

  endpoint nowhere() override {
    if (family_ == AF_UNIX) return fresh_unix_name();
    nobody_.emplace(family_);
    return endpoint::inet(host(), nobody_->number());
  }

  endpoint address_of(peer script) override {
    script_ = std::move(script);
    door_ = open_door();
    return door_->local();
  }

  endpoint free_address(peer visitor) override {
    script_ = std::move(visitor);
    return family_ == AF_UNIX ? fresh_unix_name() : endpoint::inet(host(), 0);
  }

  void peer_comes_to(const endpoint& door) override {
    connect_result caller = net_.connect(door);
    EXPECT_FALSE(caller.error) << caller.error.message();
    peer_ = std::move(caller.connecting);
  }

  void peer_acts() override {
    if (door_ && !peer_) peer_ = door_->accept().accepted;
    sockets_world::peer_acts();
  }

  stream_pair pair() override {
    const std::unique_ptr<listener> door = open_door();
    connect_result caller = net_.connect(door->local());
    EXPECT_FALSE(caller.error) << caller.error.message();
    door->watch(a_door, readiness::read);
    for (int waits = 0; waits < empty_waits_max; ++waits) {
      accept_result result = door->accept();
      if (result.accepted) return {std::move(caller.connecting), std::move(result.accepted)};
      std::vector<ready_event> ready;
      net_.wait(patience, ready);
    }
    ADD_FAILURE() << "nobody came";
    return {};
  }

 private:
  const char* host() const { return family_ == AF_INET6 ? "::1" : "127.0.0.1"; }

  std::unique_ptr<listener> open_door() {
    listen_result door = net_.listen(family_ == AF_UNIX ? fresh_unix_name() : endpoint::inet(host(), 0), {});
    EXPECT_FALSE(door.error) << door.error.message();
    return std::move(door.listening);
  }

  const int family_;
  std::optional<refusing_port> nobody_;
  std::unique_ptr<listener> door_;
};

}  // namespace

std::unique_ptr<world> make_socketpair_world() { return std::make_unique<socketpair_world>(); }
std::unique_ptr<world> make_unix_world() { return std::make_unique<addressed_world>(AF_UNIX); }
std::unique_ptr<world> make_tcp4_world() { return std::make_unique<addressed_world>(AF_INET); }
std::unique_ptr<world> make_tcp6_world() { return std::make_unique<addressed_world>(AF_INET6); }

const char* why_no_ipv6() {
  sockets::network probe;
  return probe.listen(endpoint::inet("::1", 0), {}).listening ? nullptr : "this machine has no IPv6";
}

}  // namespace asynchat::parity
