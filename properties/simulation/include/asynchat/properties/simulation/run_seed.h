#pragma once

#include <asynchat/properties/simulation/scenario.h>
#include <asynchat/sim/swarm.h>
#include <asynchat/sim/world.h>
#include <asynchat/traces/repro.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace asynchat::properties::simulation {

struct run_options {
  duration span = std::chrono::seconds(10);  ///< so long things may go wrong; more than 0
  duration drain_bound =
      std::chrono::hours(2);  ///< after the faults: when no byte moves for so long, all has come to rest
  std::optional<sim::link_options> links = {};           ///< of every link, instead of what a seed says of links
  sim::world_limits limits = {};                         ///< at which a run ends without a verdict
  std::function<void(std::string_view)> event_log = {};  ///< gets a line for each event; may be empty
};

/// What one run came to.
struct seed_outcome {
  std::uint64_t seed = 0;
  std::uint64_t digest = 0;
  std::uint64_t events = 0;
  sim::fault_counts faults = {};
  std::string swarm;  ///< the names of the faults that were switched on
  duration virtual_time{0};
  std::optional<complaint> failure;
  std::optional<sim::run_end> bound;  ///< at which it was ended, without a verdict
};

/// Runs the scenario of a seed: in circumstances that the seed chooses it goes on for a while; then the faults stop,
/// late comers come, and it is judged when no byte moves any more. The law "exceptions" is broken where one leaves a
/// program's loop. The same seed gives the same outcome.
seed_outcome run_seed(const scenario_maker& maker, std::uint64_t seed, const run_options& options = {});

/// Runs it again and writes down all that is decided: a repro, also where nothing fails. Its subject is the maker's
/// name, and `tool_version` goes into its provenance.
traces::repro record_seed(const scenario_maker& maker, std::uint64_t seed, const run_options& options = {},
                          const std::string& tool_version = {});

/// Plays a repro, and draws no random number. Throws traces::input_error with the name `file`. Of the options, the span
/// is not looked at.
seed_outcome play_repro(const scenario_maker& maker, const traces::repro& recorded, const std::string& file,
                        const run_options& options = {});

/// The digest of the run that the repro was made of; throws traces::input_error where there is none. Played by the
/// same code it is the same again; where the code has changed, the failure alone decides.
std::uint64_t recorded_digest(const traces::repro& recorded, const std::string& file);

struct schedule_shrink_limits {
  std::size_t plays_max = 2000;
  std::function<bool()> out_of_time = {};  ///< asked before each play; may be empty
};

/// A repro that breaks the same law with less: lines of its schedule are dropped, then words of them, as in Zeller's
/// and Hildebrandt's ddmin without complements, as long as that law still fails; what cannot be read without them
/// stays. At its limits it stops with what it has. A repro that does not fail is returned as it is.
traces::repro shrink_schedule(const scenario_maker& maker, const traces::repro& recorded,
                              const run_options& options = {}, const schedule_shrink_limits& limits = {});

}  // namespace asynchat::properties::simulation
