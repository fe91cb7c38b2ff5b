#pragma once

#include <string>
#include <vector>

#include "command_run.h"
#include "sim_runner.h"

namespace asynchat::cli {

/// A simulation that costs nothing, for tests of what is around it: each seed has a digest, events and two faults of
/// its own. Seeds that end with 3 fail when the protocol is a canary; with `--events` below 100, every seed runs into
/// that bound. Where ASYNCHAT_MADE_DRIFT is set, seed 7 also depends on the process that runs it.
seed_work make_made_simulation(const sim_arguments& arguments);

/// Runs `asynchat`, with the made simulation in the place of the real one, in this process.
inline command_run run_made(const std::vector<std::string>& arguments) {
  return run_command(arguments, &make_made_simulation);
}

}  // namespace asynchat::cli
