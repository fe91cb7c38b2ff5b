#include <asynchat/sim/world.h>

#include <chrono>

#include "both_ends.h"

namespace asynchat::parity {

namespace {

/// As near as the other end of a loopback device is: what is sent has arrived before time passes.
constexpr sim::link_options near{.latency = std::chrono::nanoseconds(0)};

/// Both ends are on one host, whose network the test drives from outside.
struct simulated_network {
  simulated_network() : net_(1), host_(net_.add_host("here")) { net_.set_links(near); }
  sim::world net_;
  sim::host& host_;
};

class simulated_world final : private simulated_network, public addressed_world {
 public:
  simulated_world() : addressed_world(host_) {}

  endpoint nowhere() override { return endpoint::inet(host_.address(), 9); }

 private:
  endpoint fresh_address() override { return endpoint::inet(host_.address(), 0); }
};

}  // namespace

std::unique_ptr<world> make_simulated_world() { return std::make_unique<simulated_world>(); }

}  // namespace asynchat::parity
