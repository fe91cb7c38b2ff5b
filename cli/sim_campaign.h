#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "seed_range.h"

namespace asynchat::cli {

/// A bound that ends the simulation of a seed.
constexpr std::uint64_t sim_events_max_at_first = 10'000'000;
constexpr std::uint64_t sim_virtual_seconds_max_at_first = 86'400;

/// All that decides what a simulation comes to, whoever runs which share of it.
struct sim_campaign {
  std::string protocol;  ///< as after --framing, in its normal form
  std::size_t clients = 4;
  std::string profile = "tcp";  ///< or "hostile"
  std::string link;             ///< what every link is like, in the text form of options; empty: as each seed says
  seed_range seeds;
  std::uint64_t events_max = sim_events_max_at_first;                    ///< of one seed
  std::uint64_t virtual_seconds_max = sim_virtual_seconds_max_at_first;  ///< of one seed

  friend bool operator==(const sim_campaign&, const sim_campaign&) = default;
};

/// The command that runs it, as a shell takes it, without the shard; and the one for one of its seeds.
std::string command_of(const sim_campaign& campaign);
std::string command_of(const sim_campaign& campaign, std::uint64_t seed);

/// What its files are called: the protocol, and all but the seeds that is not as at first.
std::string file_stem_of(const sim_campaign& campaign);

}  // namespace asynchat::cli
