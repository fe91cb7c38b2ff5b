#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "check_run.h"

namespace asynchat::cli {

/// The table of a check, a row for each side of each trace, and a line for what deserves a warning; `width` is that of
/// the terminal in columns.
std::string table_of(const std::vector<checked>& results, const std::string& framing, std::size_t width);

/// Each failure: the sentence, the byte ruler, the repro file and the command that fails again.
std::string failures_of(const std::vector<checked>& results);

/// The last line: what held, and how much was delivered how fast in `seconds` of wall-clock time.
std::string summary_of(const std::vector<checked>& results, double seconds);

/// The machine-readable report, one JSON object.
std::string json_of(const std::vector<checked>& results, const std::string& framing, std::uint64_t seed,
                    double seconds);

/// True when no law was broken and nothing makes the check worthless.
bool all_laws_held(const std::vector<checked>& results);

}  // namespace asynchat::cli
