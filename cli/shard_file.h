#pragma once

#include <string>

#include "shard.h"
#include "sim_campaign.h"
#include "sim_tally.h"

namespace asynchat::cli {

/// The seeds of one shard, all simulated: what a result file holds.
struct shard_result {
  std::string tool_version;
  sim_campaign campaign;
  shard part;
  sim_tally tally;  ///< repro paths are names in the file's folder

  friend bool operator==(const shard_result&, const shard_result&) = default;
};

/// "smtp-0..999-shard-3-of-10.sim.json".
std::string shard_file_name(const sim_campaign& campaign, const shard& part);

constexpr const char* shard_file_ending = ".sim.json";

/// Writes a result file, atomically, the same bytes for the same seeds: it holds no time and no name of a machine.
/// Throws output_error.
void write_shard(const std::string& path, const shard_result& result);

/// Reads a result file, which anybody may have written: throws input_error, `FILE:LINE: …` where it is not JSON,
/// otherwise `FILE: …`, when it does not hold the whole of one shard.
shard_result read_shard(const std::string& path);

}  // namespace asynchat::cli
