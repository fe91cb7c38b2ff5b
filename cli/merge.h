#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "shard.h"
#include "sim_campaign.h"
#include "sim_tally.h"

namespace asynchat::cli {

/// Two results of the same shard that are not the same; what() names both files.
class shards_differ : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The shards of one campaign that were found, added up.
struct merged_run {
  sim_campaign campaign;
  std::string tool_version;
  std::uint64_t shard_count = 1;
  std::map<std::uint64_t, std::string> files;  ///< of each shard that was found
  sim_tally tally;

  bool is_whole() const { return files.size() == shard_count; }
};

/// Shards that no file holds, from `first` to `last`.
struct shard_gap {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
};
std::vector<shard_gap> gaps_of(const merged_run& run);

/// Adds up all result files of these folders, in the order of protocols and seeds: the same for any order of the
/// folders and files. A shard that is there more than once counts once. Throws input_error where a file cannot be used,
/// does not fit to the others, or there is none, and shards_differ.
std::vector<merged_run> merge_folders(const std::vector<std::string>& folders);

}  // namespace asynchat::cli
