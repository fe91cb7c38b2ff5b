#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "check_run.h"
#include "check_totals.h"
#include "exit_status.h"

namespace asynchat::cli {

/// A check that is over, as every report tells of it.
struct check_outcome {
  /// Counts a stream in, and keeps its result if it is one that is told of by itself: a failure, a trouble, or plans
  /// that are left; or any, if all are kept.
  void add(checked one);
  /// Puts the results in the order of the streams; to be called after the last one.
  void finish();

  check_sums sums;
  std::vector<checked> results;
  bool keeps_all = false;  ///< for reports with an entry for each stream
  std::string subject;     ///< what was checked: the framing's name in its normal form, or a command
  std::uint64_t seed = 0;
  properties::check_tier tier = properties::check_tier::quick;
  properties::fault_profile profile = properties::fault_profile::tcp;
  std::vector<std::string> strategies;  ///< those that were asked for; empty: all
  std::optional<double> budget_seconds;
  std::vector<std::string> notes;  ///< what a reader of the table must know, a sentence each
  bool was_interrupted = false;
  double seconds = 0;  ///< wall-clock time
};

/// True when each fault that was offered had its effect at least once, and each cell of the framing that the streams
/// make possible was reached; only tier full asks for that.
bool all_covered(const check_outcome& outcome);

std::string_view to_string(properties::check_tier tier);
std::string_view to_string(properties::fault_profile profile);

/// How the command ends: an interrupt first, then a parser that is not deterministic, whose failures mean nothing, then
/// a failure, then what was not tried, and at last what was not covered.
exit_status status_of(const check_outcome& outcome);

}  // namespace asynchat::cli
