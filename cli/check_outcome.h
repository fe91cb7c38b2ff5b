#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "check_run.h"
#include "exit_status.h"

namespace asynchat::cli {

/// A check that is over, as every report tells of it.
struct check_outcome {
  std::vector<checked> results;
  std::string subject;  ///< what was checked: the framing's name in its normal form, or a command
  std::uint64_t seed = 0;
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

/// How the command ends: an interrupt first, then a parser that is not deterministic, whose failures mean nothing, then
/// a failure, then what was not tried.
exit_status status_of(const check_outcome& outcome);

}  // namespace asynchat::cli
