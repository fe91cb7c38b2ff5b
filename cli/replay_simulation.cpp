#include "replay_simulation.h"

#include <asynchat/traces/error.h>

#include <fmt/core.h>

#include <string_view>

#include "exit_status.h"
#include "sim_campaign.h"
#include "simulated_protocols.h"
#include "subjects.h"
#include "terminal.h"

namespace asynchat::cli {

namespace simulation = properties::simulation;

simulation::scenario_maker simulation_named_in(const traces::repro& recorded, const std::string& path) {
  try {
    return simulation_of(std::string_view(recorded.subject).substr(simulated_prefix.size()));
  } catch (const unknown_framing& error) {
    throw traces::input_error(path, "subject: " + std::string(error.what()));
  }
}

simulation::run_options replay_bounds() {
  simulation::run_options options;
  options.limits.events_max = sim_events_max_at_first;
  options.limits.time_max = std::chrono::seconds(sim_virtual_seconds_max_at_first);
  return options;
}

int replay_simulation(const traces::repro& recorded, const std::string& path) {
  const simulation::seed_outcome seen =
      simulation::play_repro(simulation_named_in(recorded, path), recorded, path, replay_bounds());
  const bool is_same = seen.digest == simulation::recorded_digest(recorded, path);
  const std::string_view run = is_same ? "the run is the recorded one, event by event"
                                       : "the run is not the recorded one, event by event: the code has changed since";
  if (seen.bound) {
    fmt::print("no verdict: the run is ended by {}; {}\n", to_string(*seen.bound), run);
    return budget_ended;
  }
  if (!seen.failure) {
    fmt::print("held: {} keeps all laws under the schedule of {}; {}\n", on_one_line(recorded.subject), path, run);
    return all_held;
  }
  fmt::print("{}: {}\n\n{}\n", seen.failure->law, on_one_line(seen.failure->sentence), run);
  return law_failed;
}

}  // namespace asynchat::cli
