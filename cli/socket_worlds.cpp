#include "socket_worlds.h"

#include <asynchat/sockets/network.h>

#include <chrono>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

namespace asynchat::cli {

namespace {

using stream_pair = std::pair<std::unique_ptr<stream>, std::unique_ptr<stream>>;

/// Two ends of a TCP connection over loopback; null where that cannot be had.
stream_pair tcp_pair(sockets::network& net) {
  const listen_result door = net.listen(endpoint::inet("127.0.0.1", 0), {});
  if (door.error) return {};
  connect_result caller = net.connect(door.listening->local());
  if (caller.error) return {};
  door.listening->watch({1, 1}, readiness::read);
  for (int waits = 0; waits < 10; ++waits) {
    accept_result arrival = door.listening->accept();
    if (arrival.accepted) return {std::move(caller.connecting), std::move(arrival.accepted)};
    std::vector<ready_event> ready;
    net.wait(std::chrono::seconds(1), ready);
  }
  return {};
}

class socket_wire final : public properties::wire {
 public:
  bool open(stream_pair (*make)(sockets::network& net)) {
    std::tie(near_, far_) = make(net_);
    return near_ != nullptr;
  }

  network& world() override { return net_; }
  std::unique_ptr<stream> take_near_end() override { return std::move(near_); }
  std::size_t write(std::string_view bytes) override { return far_->send(bytes).count(); }
  void drain() override {
    char buffer[4096];
    while (far_->recv(buffer).what() == io_result::kind::bytes) {
    }
  }
  void end(sim::ending how) override {
    if (how == sim::ending::reset) {
      far_->abort();
    } else {
      far_->shutdown_send();
    }
  }

 private:
  sockets::network net_;
  std::unique_ptr<stream> near_;
  std::unique_ptr<stream> far_;
};

std::unique_ptr<properties::wire> connect(stream_pair (*make)(sockets::network& net)) {
  auto wire = std::make_unique<socket_wire>();
  if (!wire->open(make)) return nullptr;
  return wire;
}

}  // namespace

std::vector<properties::other_world> socket_worlds() {
  const auto tcp = [](sim::ending) { return connect(tcp_pair); };
  const auto pair = [](sim::ending end) -> std::unique_ptr<properties::wire> {
    if (end == sim::ending::reset) return nullptr;
    return connect([](sockets::network& net) { return sockets::socketpair(net); });
  };
  return {{"TCP", tcp}, {"a socketpair", pair}};
}

}  // namespace asynchat::cli
