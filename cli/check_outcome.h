#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "check_run.h"
#include "exit_status.h"

namespace asynchat::cli {

/// A check that is over, as every report tells of it.
struct check_outcome {
  std::vector<checked> results;
  std::string subject;  ///< what was checked: the framing's name in its normal form, or a command
  std::uint64_t seed = 0;
  properties::check_tier tier = properties::check_tier::quick;
  properties::fault_profile profile = properties::fault_profile::tcp;
  std::vector<std::string> strategies;  ///< those that were asked for; empty: all
  std::optional<double> budget_seconds;
  std::vector<std::string> notes;  ///< what a reader of the table must know, a sentence each
  bool was_interrupted = false;
  double seconds = 0;  ///< wall-clock time
};

/// True when every parser told the same each time that the same was played to it.
bool all_deterministic(const std::vector<checked>& results);

/// True when no law was broken and nothing makes the check worthless.
bool all_laws_held(const std::vector<checked>& results);

/// What was counted of all streams together, in tier full.
sim::fault_ledger faults_of(const std::vector<checked>& results);
properties::framing_coverage places_of(const std::vector<checked>& results);

/// True when each fault that was offered had its effect at least once, and each cell of the framing that the streams
/// make possible was reached; only tier full asks for that.
bool all_covered(const check_outcome& outcome);

std::string_view to_string(properties::check_tier tier);
std::string_view to_string(properties::fault_profile profile);

/// How the command ends: an interrupt first, then a parser that is not deterministic, whose failures mean nothing, then
/// a failure, then what was not tried, and at last what was not covered.
exit_status status_of(const check_outcome& outcome);

}  // namespace asynchat::cli
