#pragma once

#include <optional>
#include <string>

#include "exit_status.h"
#include "shard.h"
#include "sim_campaign.h"
#include "sim_tally.h"

namespace asynchat::cli {

/// A simulation that is over, as every report tells of it.
struct sim_outcome {
  sim_campaign campaign;
  shard part;
  sim_tally tally;
  bool was_interrupted = false;
  std::optional<std::string> difference;  ///< what a fresh process told in another way
  double seconds = 0;                     ///< wall-clock time of the seeds' first run
};

/// How a tally alone ends the command: a failure first, then a seed without a verdict.
exit_status status_of(const sim_tally& tally);

/// An interrupt first, then what is not deterministic, whose failures mean nothing, then the tally.
exit_status status_of(const sim_outcome& outcome);

}  // namespace asynchat::cli
