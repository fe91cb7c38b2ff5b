#pragma once

#include <string>

#include "check_outcome.h"

namespace asynchat::cli {

/// The machine-readable report, one JSON object; docs/reports.md has its members.
std::string json_of(const check_outcome& outcome);

}  // namespace asynchat::cli
