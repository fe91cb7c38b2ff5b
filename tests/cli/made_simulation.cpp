#include "made_simulation.h"

#include <asynchat/sim/random.h>
#include <asynchat/traces/repro.h>
#include <unistd.h>

#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

namespace asynchat::cli {

namespace {

std::vector<std::string> made_events(const sim_arguments& arguments, std::uint64_t seed) {
  std::vector<std::string> lines;
  sim::random_source random(sim::derived_seed(seed, arguments.campaign.clients));
  for (std::uint64_t i = 0; i < 3 + seed % 5; ++i) lines.push_back("event " + std::to_string(random.below(1000)));
  if (seed == 7 && std::getenv("ASYNCHAT_MADE_DRIFT") != nullptr) lines[2] = "process " + std::to_string(getpid());
  return lines;
}

seed_result made_result(const sim_arguments& arguments, std::uint64_t seed) {
  const sim_campaign& campaign = arguments.campaign;
  seed_result result;
  result.seed = seed;
  for (const std::string& line : made_events(arguments, seed)) {
    ++result.events;
    for (const char byte : line) result.digest = sim::mix64(result.digest + static_cast<unsigned char>(byte));
  }
  result.faults.add("latency", 10 + seed % 3, seed % 3);
  result.faults.add("short_write", 5, 1);
  result.out_of_bound = campaign.events_max < 100;
  if (result.out_of_bound) result.bound_reason = std::to_string(campaign.events_max) + " events";
  if (campaign.protocol.starts_with("canary:") && seed % 10 == 3) {
    result.failure = {seed, "liveness", "latency, short_write", "client 2 waits for ever"};
  }
  return result;
}

std::string made_repro(std::uint64_t seed) {
  traces::repro made;
  made.origin.seed = std::to_string(seed);
  std::ostringstream text;
  traces::write_repro(text, made);
  return text.str();
}

}  // namespace

seed_work make_made_simulation(const sim_arguments& arguments) {
  return {[arguments](std::uint64_t seed) { return made_result(arguments, seed); },
          [arguments](std::uint64_t seed) { return made_events(arguments, seed); },
          [](std::uint64_t seed, const std::function<bool()>&) { return made_repro(seed); }};
}

}  // namespace asynchat::cli
