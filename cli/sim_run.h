#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "shard.h"
#include "sim_campaign.h"
#include "sim_result.h"
#include "sim_tally.h"

namespace asynchat::cli {

struct sim_settings {
  std::size_t jobs = 1;
  /// Asked on any thread before each seed; once it says true, no further one begins.
  std::function<bool()> stop;
  /// Told of each seed that is done, with its place in the share and the tally so far; one call at a time, on any
  /// thread.
  std::function<void(std::size_t place, const seed_result&, const sim_tally&)> done;
};

/// Simulates all seeds of a share, several at a time. The tally is the same for any number of jobs.
sim_tally run_seeds(const seed_share& share, const run_one_seed& run, const sim_settings& settings);

/// Makes the repro of each failure that is told, writes it to the folder, by the names of protocol and seed, and notes
/// its path. Throws output_error.
void write_repros(sim_tally& tally, const sim_campaign& campaign, const std::string& folder,
                  const repro_one_seed& repro, const std::function<bool()>& stop);

}  // namespace asynchat::cli
