#include "check_outcome.h"

#include <algorithm>
#include <utility>

namespace asynchat::cli {

void check_outcome::add(checked one) {
  sums.add(one);
  const properties::check_report& report = one.report;
  const bool is_told = one.failure || one.not_deterministic || !report.held() || (one.begun && report.stopped);
  if (keeps_all || is_told) results.push_back(std::move(one));
}

void check_outcome::finish() {
  std::stable_sort(results.begin(), results.end(),
                   [](const checked& a, const checked& b) { return a.stream.place < b.stream.place; });
}

bool all_covered(const check_outcome& outcome) {
  if (outcome.tier != properties::check_tier::full) return true;
  return outcome.sums.faults.never_fired().empty() && outcome.sums.places.missed().empty();
}

std::string_view to_string(properties::check_tier tier) {
  return tier == properties::check_tier::full ? "full" : "quick";
}

std::string_view to_string(properties::fault_profile profile) {
  return profile == properties::fault_profile::hostile ? "hostile" : "tcp";
}

exit_status status_of(const check_outcome& outcome) {
  if (outcome.was_interrupted) return interrupted;
  if (!outcome.sums.deterministic) return not_deterministic;
  if (!outcome.sums.held) return law_failed;
  if (outcome.sums.stopped) return budget_ended;
  return all_covered(outcome) ? all_held : not_covered;
}

}  // namespace asynchat::cli
