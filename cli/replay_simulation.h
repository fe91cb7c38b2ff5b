#pragma once

#include <asynchat/traces/repro.h>

#include <string>

namespace asynchat::cli {

/// Plays a simulation's repro, prints what it came to, and returns the exit status. Throws traces::input_error.
int replay_simulation(const traces::repro& recorded, const std::string& path);

}  // namespace asynchat::cli
