#include "sim_runner.h"

#include <asynchat/properties/simulation/run_seed.h>
#include <asynchat/traces/repro.h>

#include <sstream>
#include <utility>
#include <variant>

#include "simulated_protocols.h"
#include "version.h"

namespace asynchat::cli {

namespace {

namespace simulation = properties::simulation;

/// So many, and no time, bound the shrinking of a failure: what a seed comes to depends on nothing else.
constexpr std::size_t shrink_plays_max = 300;

simulation::run_options options_of(const sim_campaign& campaign) {
  simulation::run_options options;
  if (!campaign.link.empty()) options.links = std::get<sim::link_options>(sim::parse_link_options(campaign.link));
  options.limits.events_max = campaign.events_max;
  options.limits.time_max = std::chrono::seconds(campaign.virtual_seconds_max);
  return options;
}

std::string repro_of(const simulation::scenario_maker& maker, std::uint64_t seed,
                     const simulation::run_options& options, const std::function<bool()>& stop) {
  const traces::repro recorded = simulation::record_seed(maker, seed, options, std::string(version));
  std::ostringstream text;
  traces::write_repro(text, simulation::shrink_schedule(maker, recorded, options,
                                                        {.plays_max = shrink_plays_max, .out_of_time = stop}));
  return text.str();
}

sim::fault_ledger ledger_of(const sim::fault_counts& counts) {
  sim::fault_ledger ledger;
  for (std::size_t i = 0; i < sim::world_fault_count; ++i) {
    ledger.add(to_string(static_cast<sim::world_fault>(i)), counts.offered[i], counts.fired[i]);
  }
  return ledger;
}

seed_result run(const simulation::scenario_maker& maker, std::uint64_t seed, const simulation::run_options& options) {
  const simulation::seed_outcome seen = simulation::run_seed(maker, seed, options);
  seed_result result;
  result.seed = seed;
  result.digest = seen.digest;
  result.events = seen.events;
  result.faults = ledger_of(seen.faults);
  result.out_of_bound = seen.bound.has_value();
  if (seen.bound) result.bound_reason = to_string(*seen.bound);
  if (seen.failure) {
    result.failure = seed_failure{seed, seen.failure->law, seen.swarm, seen.failure->sentence};
  }
  return result;
}

}  // namespace

seed_work make_seed_runner(const sim_arguments& arguments) {
  const bool is_hostile = arguments.campaign.profile == "hostile";
  const simulation::talk_options talking{arguments.campaign.clients,
                                         is_hostile ? simulation::manners::hostile : simulation::manners::right};
  const simulation::scenario_maker maker = simulation_of(arguments.campaign.protocol, talking);
  const simulation::run_options options = options_of(arguments.campaign);
  seed_work work;
  work.run = [=](std::uint64_t seed) { return run(maker, seed, options); };
  work.log = [=](std::uint64_t seed) {
    std::vector<std::string> lines;
    simulation::run_options logged = options;
    logged.event_log = [&](std::string_view line) { lines.emplace_back(line); };
    simulation::run_seed(maker, seed, logged);
    return lines;
  };
  work.repro = [=](std::uint64_t seed, const std::function<bool()>& stop) {
    return repro_of(maker, seed, options, stop);
  };
  return work;
}

}  // namespace asynchat::cli
