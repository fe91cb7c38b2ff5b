#pragma once

#include <asynchat/properties/gtest/framing_run.h>
#include <asynchat/properties/simulation/run_seed.h>
#include <asynchat/properties/simulation/scenario.h>
#include <asynchat/transport/check.h>

#include <cstdint>
#include <string>
#include <vector>

namespace asynchat::properties {

namespace simulation {

/// The seeds to run, both ends included.
class seeds {
 public:
  seeds(std::uint64_t first, std::uint64_t last) : first_(first), last_(last) {
    ASYNCHAT_CHECK(first <= last, "the first seed is not above the last");
  }
  std::uint64_t first() const { return first_; }
  std::uint64_t last() const { return last_; }

 private:
  std::uint64_t first_;
  std::uint64_t last_;
};

}  // namespace simulation

/// How simulations are tested. All has a default: name what differs.
struct simulation_options {
  /// What a run may last. One that reaches a bound of the world fails.
  simulation::run_options run = {.limits = {.events_max = 10'000'000}};
  simulation::schedule_shrink_limits shrinking = {.plays_max = 500};
  /// As in framing_options.
  std::string repro_folder = {};
};

/// What a test of simulations came to.
struct simulation_outcome {
  std::string failure;                 ///< for a person, some lines; empty when all held
  std::vector<std::string> remarks{};  ///< sentences on the seeds that held, and about kept failures
  std::uint64_t seeds = 0;             ///< run
  std::uint64_t events = 0;            ///< in all of them
};

/// Tests a scenario. It does, in this order, what comes first:
///
/// - With `environment.repro` it replays that file, if it is of this scenario, and says whether it fails again.
/// - With `environment.seed` it runs that seed alone.
/// - Failures that were kept are replayed, and what holds now is removed. If one fails again, that is the failure.
/// - The seeds are run in order, up to the first that fails: its run is written down, shrunk, and kept as a file.
///
/// A program that aborts, as a failed check does, says on stderr which seed or file that was.
simulation_outcome run_simulations(const simulation::scenario_maker& maker, const simulation::seeds& which,
                                   const simulation_options& options, const test_place& place,
                                   const framing_environment& environment);

}  // namespace asynchat::properties
