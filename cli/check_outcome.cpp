#include "check_outcome.h"

#include <algorithm>

namespace asynchat::cli {

bool all_deterministic(const std::vector<checked>& results) {
  return std::all_of(results.begin(), results.end(),
                     [](const checked& one) { return one.report.is_deterministic() && !one.not_deterministic; });
}

bool all_laws_held(const std::vector<checked>& results) {
  return std::all_of(results.begin(), results.end(), [](const checked& one) { return one.report.held(); });
}

exit_status status_of(const check_outcome& outcome) {
  const std::vector<checked>& results = outcome.results;
  if (outcome.was_interrupted) return interrupted;
  if (!all_deterministic(results)) return not_deterministic;
  if (!all_laws_held(results)) return law_failed;
  const bool stopped =
      std::any_of(results.begin(), results.end(), [](const checked& one) { return one.report.stopped; });
  return stopped ? budget_ended : all_held;
}

}  // namespace asynchat::cli
