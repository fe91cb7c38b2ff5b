#pragma once

#include <string>
#include <vector>

#include "contest.h"
#include "report/findings.h"
#include "report/surroundings.h"

namespace asynchat::bench {

/// What a run found, for its three readers.
struct run_report {
  const contest& all;
  const std::vector<finding>& findings;
  surroundings where;
  std::string command;
  int repetitions = 0;
};

/// The gates as a table for a terminal, and a last line that counts them.
std::string as_text(const run_report& report);
/// What each contestant's work costs, for a terminal.
std::string figures_as_text(const run_report& report);
/// The gates as a table for docs/performance.md, with the surroundings.
std::string as_markdown(const run_report& report);
/// Everything, for programs.
std::string as_json(const run_report& report);

}  // namespace asynchat::bench
