#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <thread>

#include "shard.h"
#include "sim_campaign.h"

namespace asynchat::cli {

/// The command line of `asynchat sim`.
struct sim_arguments {
  sim_campaign campaign;
  shard part;
  std::size_t jobs = std::max(1u, std::thread::hardware_concurrency());
  bool verify = false;
  std::string folder;    ///< for the result file and repros; empty: no result file, and repros in "."
  bool json = false;     ///< one JSON object instead of the table
  bool digests = false;  ///< each seed's digest instead of the table
  bool log = false;      ///< the events of one seed instead of the table
  bool quiet = false;
};

}  // namespace asynchat::cli
