#include "sim_outcome.h"

namespace asynchat::cli {

exit_status status_of(const sim_tally& tally) {
  if (tally.failed > 0) return law_failed;
  return tally.out_of_bound > 0 ? budget_ended : all_held;
}

exit_status status_of(const sim_outcome& outcome) {
  if (outcome.was_interrupted) return interrupted;
  return outcome.difference ? not_deterministic : status_of(outcome.tally);
}

}  // namespace asynchat::cli
