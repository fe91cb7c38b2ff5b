#pragma once

#include <asynchat/sim/circumstances.h>
#include <asynchat/sim/fate.h>
#include <asynchat/sim/random.h>
#include <asynchat/sim/swarm.h>

#include <cstdint>
#include <sstream>
#include <string>

namespace asynchat::sim {

/// One server and two clients in the swarm of a seed.
inline circumstances small_swarm(std::uint64_t seed) {
  return make_swarm(seed, {{"server"}, {"client1", "client2"}, std::chrono::seconds(10)});
}

/// Asks all that a wire's sending side can lead to, as a world does, and tells the answers.
inline void ask_wire(fate& decides, const link_options& link, const wire_name& wire, random_source& draw,
                     std::ostream& answers) {
  std::uint64_t offset = 0;
  for (std::uint64_t left = draw.below(20); left > 0; --left) {
    const auto available = static_cast<std::size_t>(draw.below(3000) + 1);
    const segment next = decides.next_segment(wire, link, offset, available);
    answers << next.bytes << ' ' << next.transit.count() << ' ' << next.read_cut << next.blocks_once << next.is_reset;
    answers << " taken " << decides.accepted(wire, link, offset, available) << '\n';
    if (next.is_reset) return;
    offset += next.bytes;
  }
  if (draw.below(4) != 0) answers << "end " << decides.end_delay(wire, link).count() << '\n';
  answers << decides.reset_on_close(wire, link) << decides.reset_discards(wire, link) << '\n';
}

/// Asks a fate what a world asks it: always the same questions for the same seed. Returns the answers as text.
inline std::string ask_all(fate& decides, const circumstances& setting, std::uint64_t seed) {
  random_source draw(derived_seed(seed, 99));
  std::ostringstream answers;
  for (std::uint32_t host = 0; host < setting.hosts.size(); ++host) {
    const host_options& options = setting.hosts[host].options;
    for (std::uint32_t number = 1; number <= 3; ++number) {
      const link_options& link = setting.other_links;
      const connect_fate connect = decides.connect({host, number, side::client}, link);
      answers << static_cast<int>(connect.what) << ' ' << connect.delay.count() << '\n';
      for (const side from : {side::client, side::server}) ask_wire(decides, link, {host, number, from}, draw, answers);
      const lookup_fate lookup = decides.lookup(host, number, options);
      answers << lookup.found << ' ' << lookup.delay.count() << decides.accept_fails(host, number, options) << '\n';
      std::vector<ready_event> ready;
      for (std::uint32_t slot = 0; slot < 2 + draw.below(6); ++slot) ready.push_back({{slot, 1}, readiness::read});
      answers << decides.order(host, number, options, ready);
      for (const ready_event& each : ready) answers << ' ' << each.who.slot;
      answers << '\n';
    }
  }
  return answers.str();
}

}  // namespace asynchat::sim
