#pragma once

#include <cstddef>
#include <string>

#include "check_outcome.h"

namespace asynchat::cli {

/// True when GitHub Actions runs the command: GITHUB_ACTIONS is "true".
bool runs_on_github();

/// The failures as workflow commands, a line each, which GitHub shows at the line of the trace that holds the first
/// cut. GitHub shows ten at most, so that one more line tells how many are left away. File names are relative to
/// `workspace` where they are below it.
std::string annotations_of(const check_outcome& outcome, const std::string& workspace);

/// The check as Markdown: its table and the first failures, in at most `bytes_max` bytes.
std::string step_summary_of(const check_outcome& outcome, std::size_t bytes_max);

/// Prints the annotations on stderr, where GitHub reads them as well as on stdout, and appends the summary to the file
/// that GITHUB_STEP_SUMMARY names. What cannot be written is a warning: the check's own verdict stands.
void tell_github(const check_outcome& outcome);

}  // namespace asynchat::cli
