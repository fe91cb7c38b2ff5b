#pragma once

#include <string>
#include <vector>

#include "prove_run.h"

namespace asynchat::cli {

/// A row for each stream: the verdict, how many cuts that is, and what it took.
std::string rows_of(const std::vector<proven>& results);

/// Each failure: the sentence, the byte ruler, the repro file and the command that fails again.
std::string failures_of(const std::vector<proven>& results);

/// The last line: how many streams were proved, in `seconds` of wall-clock time.
std::string summary_of(const std::vector<proven>& results, double seconds);

/// The machine-readable report, one JSON object.
std::string json_of(const std::vector<proven>& results, const std::string& framing, double seconds);

/// How many streams came to that.
std::size_t count(const std::vector<proven>& results, properties::proof_result what);

}  // namespace asynchat::cli
