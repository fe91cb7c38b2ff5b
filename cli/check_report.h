#pragma once

#include <string>

#include "check_outcome.h"

namespace asynchat::cli {

/// Where the outcome of a check goes to.
struct report_settings {
  bool json = false;       ///< one JSON object on stdout instead of the table
  std::string junit_path;  ///< empty: none
  bool github = false;     ///< annotations and a step summary
};

/// True where each stream has an entry of its own, and not only those with something to tell.
inline bool has_entries_for_all(const report_settings& settings) {
  return settings.json || !settings.junit_path.empty();
}

/// Tells of a check in every form that is asked for, and returns how the command ends. Throws output_error.
exit_status report_check(const check_outcome& outcome, const report_settings& settings);

}  // namespace asynchat::cli
