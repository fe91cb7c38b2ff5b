#pragma once

#include <string>

#include "check_outcome.h"

namespace asynchat::cli {

/// The check as JUnit XML, which CI servers show: a suite for each trace, a case for each of its streams. A failure's
/// message is its sentence and the command that fails again; a stream that was not tried to its end is skipped.
std::string junit_of(const check_outcome& outcome);

}  // namespace asynchat::cli
