#pragma once

#include <asynchat/properties/simulation/run_seed.h>
#include <asynchat/traces/repro.h>

#include <string>

namespace asynchat::cli {

/// The scenario of a simulation's repro. Throws traces::input_error where its protocol is none.
properties::simulation::scenario_maker simulation_named_in(const traces::repro& recorded, const std::string& path);

/// How long a repro is played: as long as its seed was at first.
properties::simulation::run_options replay_bounds();

/// Plays a simulation's repro, prints what it came to, and returns the exit status. Throws traces::input_error.
int replay_simulation(const traces::repro& recorded, const std::string& path);

}  // namespace asynchat::cli
