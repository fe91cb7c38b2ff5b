#include "world.h"

#include <asynchat/sim/scripted_network.h>
#include <asynchat/sockets/network.h>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <algorithm>
#include <filesystem>
#include <iterator>
#include <optional>
#include <ostream>
#include <span>
#include <system_error>
#include <utility>

namespace asynchat::parity {

namespace {

constexpr registration me{0, 1};
constexpr registration the_peer{1000, 1};

class scripted_world final : public world, private sim::stream_observer {
 public:
  std::unique_ptr<stream> meet(peer script) override {
    become(script, {});
    return net_->take_stream();
  }

  network& net() override { return *net_; }
  void peer_acts() override {}
  void peer_listens() override {}
  std::string heard(std::size_t) override { return heard_; }
  endpoint nowhere() override {
    become({}, {.connect = connecting_ends(std::make_error_code(std::errc::connection_refused)), .hangup_pass = {}});
    return any_address();
  }

  endpoint address_of(peer script) override {
    become(script, {.connect = connecting_ends({}), .hangup_pass = {}});
    return any_address();
  }

  std::unique_ptr<listener> invite(peer script) override {
    become(script, {});
    return net_->listen(any_address(), {}).listening;
  }

 private:
  static endpoint any_address() { return endpoint::inet("127.0.0.1", 1); }

  static sim::connect_script connecting_ends(std::error_code outcome) {
    return {.immediate = {}, .in_progress = true, .outcome = outcome, .ready_pass = 1};
  }

  void become(const peer& script, sim::script around) {
    for (const std::string& piece : script.says) {
      plan_.recv.emplace_back(sim::deliver{piece.size()});
      bytes_ += piece;
    }
    switch (script.then) {
      case peer::end::stays:
        plan_.end = sim::ending::open;
        break;
      case peer::end::ends:
      case peer::end::closes:
        plan_.end = sim::ending::eof;
        break;
      case peer::end::resets:
        plan_.end = sim::ending::reset;
        around.hangup_pass = 0;
        break;
    }
    if (!script.listens) plan_.send = {sim::accept{1000}, sim::block{}};
    sim::stream_observer* const listening = this;
    net_.emplace(bytes_, plan_, listening, around);
  }

  void sent(std::string_view accepted) override { heard_ += accepted; }

  std::string bytes_;
  sim::plan plan_;
  std::string heard_;
  std::optional<sim::scripted_network> net_;
};

/// Real sockets on both ends, in one network.
class sockets_world : public world {
 public:
  network& net() override { return net_; }

  void peer_acts() override {
    if (!peer_) return;
    if (said_ < script_.says.size()) {
      const std::string& piece = script_.says[said_++];
      EXPECT_EQ(peer_->send(piece), io_result::transferred(piece.size()));
    } else if (!std::exchange(ended_, true)) {
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

 protected:
  virtual void make_an_end() {
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
    return result == io_result::would_block();
  }

  sockets::network net_;
  peer script_;
  std::unique_ptr<stream> peer_;

 private:
  std::size_t said_ = 0;
  bool ended_ = false;
  std::string heard_;
};

class socketpair_world final : public sockets_world {
 public:
  std::unique_ptr<stream> meet(peer script) override {
    script_ = std::move(script);
    auto [channel, peer_end] = sockets::socketpair(net_);
    peer_ = std::move(peer_end);
    // A Unix socket sends a reset when it is closed with bytes unread.
    if (script_.then == peer::end::resets) channel->send("?");
    return std::move(channel);
  }

  endpoint nowhere() override { return {}; }
  endpoint address_of(peer) override { return {}; }
  std::unique_ptr<listener> invite(peer) override { return nullptr; }
};

/// A port at which a connection is refused: it is taken, but nobody listens.
class refusing_port {
 public:
  refusing_port() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    EXPECT_EQ(::bind(fd_, reinterpret_cast<const sockaddr*>(&address), size), 0);
    EXPECT_EQ(::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
  }
  refusing_port(const refusing_port&) = delete;
  refusing_port& operator=(const refusing_port&) = delete;
  ~refusing_port() { ::close(fd_); }

  std::uint16_t number() const { return port_; }

 private:
  int fd_;
  std::uint16_t port_ = 0;
};

class loopback_world final : public sockets_world {
 public:
  std::unique_ptr<stream> meet(peer script) override {
    const std::unique_ptr<listener> door = invite(std::move(script));
    door->watch(me, readiness::read);
    for (int waits = 0; waits < empty_waits_max; ++waits) {
      if (accept_result result = door->accept(); result.accepted) return std::move(result.accepted);
      std::vector<ready_event> ready;
      net_.wait(patience, ready);
    }
    ADD_FAILURE() << "nobody came";
    return nullptr;
  }

  endpoint nowhere() override {
    nobody_.emplace();
    return endpoint::inet("127.0.0.1", nobody_->number());
  }

  endpoint address_of(peer script) override {
    script_ = std::move(script);
    listen_result door = net_.listen(endpoint::inet("127.0.0.1", 0), {});
    EXPECT_FALSE(door.error) << door.error.message();
    door_ = std::move(door.listening);
    return door_->local();
  }

  void peer_acts() override {
    if (door_ && !peer_) peer_ = door_->accept().accepted;
    sockets_world::peer_acts();
  }

  std::unique_ptr<listener> invite(peer script) override {
    script_ = std::move(script);
    listen_result door = net_.listen(endpoint::inet("127.0.0.1", 0), {});
    EXPECT_FALSE(door.error) << door.error.message();
    connect_result caller = net_.connect(door.listening->local());
    EXPECT_FALSE(caller.error) << caller.error.message();
    peer_ = std::move(caller.connecting);
    return std::move(door.listening);
  }

 private:
  std::optional<refusing_port> nobody_;
  std::unique_ptr<listener> door_;
};

}  // namespace

std::unique_ptr<world> make_scripted_world() { return std::make_unique<scripted_world>(); }
std::unique_ptr<world> make_socketpair_world() { return std::make_unique<socketpair_world>(); }
std::unique_ptr<world> make_loopback_world() { return std::make_unique<loopback_world>(); }

std::ostream& operator<<(std::ostream& out, const world_kind& kind) { return out << kind.name; }

std::vector<world_kind> all_worlds() {
  return {{"scripted", make_scripted_world}, {"socketpair", make_socketpair_world}, {"loopback", make_loopback_world}};
}

std::vector<world_kind> worlds_with_addresses() {
  return {{"scripted", make_scripted_world}, {"loopback", make_loopback_world}};
}

std::string world_name(const testing::TestParamInfo<world_kind>& info) { return info.param.name; }

std::size_t open_descriptors() {
  const std::filesystem::directory_iterator begin("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin, std::filesystem::directory_iterator()));
}

void parity_test::SetUp() {
  // libuv opens a few descriptors once, with a process's first loop.
  { const sockets::network first; }
  descriptors_before_ = open_descriptors();
  world_ = GetParam().make();
}

void parity_test::TearDown() {
  world_.reset();
  EXPECT_EQ(open_descriptors(), descriptors_before_);
}

std::vector<ready_event> parity_test::news(duration limit) {
  here().peer_acts();
  std::vector<ready_event> ready;
  here().net().wait(limit, ready);
  return ready;
}

parity_test::input parity_test::read(stream& from, std::size_t count, std::size_t piece) {
  from.watch(me, readiness::read);
  input result;
  std::string buffer(piece, '\0');
  for (int empty_waits = 0; empty_waits < empty_waits_max && result.bytes.size() < count;) {
    result.last = from.recv(std::span(buffer).first(std::min(piece, count - result.bytes.size())));
    if (result.last.what() == io_result::kind::bytes) {
      result.bytes.append(buffer, 0, result.last.count());
    } else if (result.last.what() != io_result::kind::would_block) {
      break;
    } else if (news().empty()) {
      ++empty_waits;
    }
  }
  from.unwatch();
  return result;
}

std::size_t parity_test::write(stream& to, std::string_view bytes) {
  to.watch(me, readiness::write);
  std::size_t short_sends = 0;
  for (int empty_waits = 0; empty_waits < empty_waits_max && !bytes.empty();) {
    const io_result result = to.send(bytes);
    EXPECT_TRUE(result.what() == io_result::kind::bytes || result.what() == io_result::kind::would_block) << result;
    if (result.count() < bytes.size()) ++short_sends;
    bytes.remove_prefix(result.count());
    if (result.what() != io_result::kind::would_block) continue;
    here().peer_listens();
    if (news().empty()) ++empty_waits;
  }
  to.unwatch();
  EXPECT_TRUE(bytes.empty()) << bytes.size() << " bytes are left unsent";
  return short_sends;
}

}  // namespace asynchat::parity
