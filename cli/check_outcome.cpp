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

sim::fault_ledger faults_of(const std::vector<checked>& results) {
  sim::fault_ledger sum;
  for (const checked& one : results) sum.merge(one.report.faults);
  return sum;
}

properties::framing_coverage places_of(const std::vector<checked>& results) {
  properties::framing_coverage sum;
  for (const checked& one : results) sum.merge(one.report.places);
  return sum;
}

bool all_covered(const check_outcome& outcome) {
  if (outcome.tier != properties::check_tier::full) return true;
  return faults_of(outcome.results).never_fired().empty() && places_of(outcome.results).missed().empty();
}

std::string_view to_string(properties::check_tier tier) {
  return tier == properties::check_tier::full ? "full" : "quick";
}

std::string_view to_string(properties::fault_profile profile) {
  return profile == properties::fault_profile::hostile ? "hostile" : "tcp";
}

exit_status status_of(const check_outcome& outcome) {
  const std::vector<checked>& results = outcome.results;
  if (outcome.was_interrupted) return interrupted;
  if (!all_deterministic(results)) return not_deterministic;
  if (!all_laws_held(results)) return law_failed;
  const bool stopped =
      std::any_of(results.begin(), results.end(), [](const checked& one) { return one.report.stopped; });
  if (stopped) return budget_ended;
  return all_covered(outcome) ? all_held : not_covered;
}

}  // namespace asynchat::cli
