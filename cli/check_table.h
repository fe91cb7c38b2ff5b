#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "check_outcome.h"

namespace asynchat::cli {

/// The table of a check, a row for each side of each trace, and a line for what deserves a warning; `width` is that of
/// the terminal in columns.
std::string table_of(const check_sums& sums, const std::string& subject, std::size_t width);

/// Each failure: the sentence, the byte ruler, the repro file, and the commands that fail again and that show it.
std::string failures_of(const std::vector<checked>& results);

/// Which streams the check did not come to the end of; empty when it was not stopped.
std::string left_of(const check_outcome& outcome);

/// The last line: what held, and how much was delivered how fast.
std::string summary_of(const check_outcome& outcome);

/// What held or not, as the last line begins: "8 laws held".
std::string verdict_of(const check_outcome& outcome);

}  // namespace asynchat::cli
