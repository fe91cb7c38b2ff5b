#include "world.h"

#include <ostream>

namespace asynchat::parity {

namespace {

const char* nothing_missing() { return nullptr; }

const world_kind scripted{"scripted", make_scripted_world, nothing_missing};
const world_kind scripted_at_once{"scripted_at_once", make_scripted_world_at_once, nothing_missing};
const world_kind socketpair{"socketpair", make_socketpair_world, nothing_missing};
const world_kind unix_sockets{"unix", make_unix_world, nothing_missing};
const world_kind tcp4{"tcp4", make_tcp4_world, nothing_missing};
const world_kind tcp6{"tcp6", make_tcp6_world, why_no_ipv6};
const world_kind recorded{"recorded", make_recorded_world, nothing_missing};
const world_kind simulated{"simulated", make_simulated_world, nothing_missing};

std::vector<world_kind> with_simulated(std::vector<world_kind> others) {
  others.push_back(simulated);
  return others;
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const world_kind& kind) { return out << kind.name; }

std::vector<world_kind> kernel_worlds() { return {socketpair, unix_sockets, tcp4, tcp6}; }
std::vector<world_kind> crowded_kernel_worlds() { return {unix_sockets, tcp4, tcp6}; }
std::vector<world_kind> all_worlds() {
  return with_simulated({scripted, socketpair, unix_sockets, tcp4, tcp6, recorded});
}
std::vector<world_kind> worlds_with_addresses() {
  return with_simulated({scripted, scripted_at_once, unix_sockets, tcp4, tcp6, recorded});
}
std::vector<world_kind> worlds_of_sockets() { return with_simulated(kernel_worlds()); }
std::vector<world_kind> crowded_worlds() { return with_simulated(crowded_kernel_worlds()); }

endpoint world::nowhere() {
  ADD_FAILURE() << "this world has no addresses";
  return {};
}

endpoint world::address_of(peer) { return nowhere(); }
endpoint world::free_address(peer) { return nowhere(); }
void world::peer_comes_to(const endpoint&) { nowhere(); }

stream_pair world::pair() {
  ADD_FAILURE() << "this world has one connection";
  return {};
}

}  // namespace asynchat::parity
