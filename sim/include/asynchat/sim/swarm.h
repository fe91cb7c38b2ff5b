#pragma once

#include <asynchat/sim/circumstances.h>
#include <asynchat/transport/clock.h>

#include <cstdint>
#include <string>
#include <vector>

namespace asynchat::sim {

/// Whom a swarm of faults befalls. Each list has a host, and the names are those of different hosts.
struct swarm_shape {
  std::vector<std::string> servers;
  std::vector<std::string> clients;
  duration span = std::chrono::seconds(10);  ///< timed faults begin within it; more than 0
};

/// The circumstances of a seed: each fault that TCP can show is on with probability 1/2, and in one seed of 16 none is
/// (Groce, Zhang, Eide, Chen and Regehr, "Swarm Testing", ISSTA 2012: what all faults together hide, a random half of
/// them shows). How strong one is, is drawn over several powers of two, so that extremes come up; a link's two
/// directions differ in most seeds, and its clients in some.
///
/// Each number depends on the seed, on what it is for and, where clients differ, on the place of the client alone.
/// Hosts are numbered servers first, then clients.
circumstances make_swarm(std::uint64_t seed, const swarm_shape& shape);

}  // namespace asynchat::sim
