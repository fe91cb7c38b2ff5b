#include "check_report.h"

#include <asynchat/traces/atomic_file.h>

#include <iostream>

#include "check_github.h"
#include "check_json.h"
#include "check_junit.h"
#include "check_table.h"
#include "coverage_report.h"
#include "terminal.h"

namespace asynchat::cli {

exit_status report_check(const check_outcome& outcome, const report_settings& settings) {
  if (settings.json) {
    std::cout << json_of(outcome) << '\n';
  } else {
    std::cout << table_of(outcome.sums, outcome.subject, output_width());
    if (outcome.tier == properties::check_tier::full) {
      std::cout << faults_table(outcome.sums.faults, output_width()) << places_table(outcome.sums.places);
    }
    for (const std::string& note : outcome.notes) std::cout << note << '\n';
    std::cout << failures_of(outcome.results) << left_of(outcome) << summary_of(outcome);
  }
  std::cout.flush();
  if (settings.github) tell_github(outcome);
  if (!settings.junit_path.empty()) {
    traces::atomic_file file(settings.junit_path);
    file.out() << junit_of(outcome);
    file.commit();
  }
  return status_of(outcome);
}

}  // namespace asynchat::cli
