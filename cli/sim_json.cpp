#include "sim_json.h"

#include "sim_report.h"
#include "version.h"

namespace asynchat::cli {

using nlohmann::ordered_json;

void put(ordered_json& object, const sim_campaign& campaign) {
  object["protocol"] = campaign.protocol;
  object["clients"] = campaign.clients;
  object["profile"] = campaign.profile;
  object["link"] = campaign.link;
  object["first_seed"] = campaign.seeds.first;
  object["last_seed"] = campaign.seeds.last;
  object["events_max"] = campaign.events_max;
  object["virtual_seconds_max"] = campaign.virtual_seconds_max;
}

void put(ordered_json& object, const sim_tally& tally) {
  object["seeds"] = tally.seeds;
  object["digest"] = digest_text(tally.digest);
  object["events"] = tally.events;
  object["failed"] = tally.failed;
  object["without_verdict"] = tally.out_of_bound;
  object["faults"] = ordered_json::object();
  for (const auto& [name, row] : tally.faults.rows()) {
    object["faults"][name] = {{"offered", row.offered}, {"fired", row.fired}};
  }
}

void add_details(ordered_json& failures, ordered_json& bounds, const sim_campaign& campaign, const sim_tally& tally) {
  for (const auto& [seed, failure] : tally.failures) {
    failures.push_back({{"protocol", campaign.protocol},
                        {"seed", seed},
                        {"law", failure.what.law},
                        {"swarm", failure.what.swarm},
                        {"sentence", failure.what.sentence},
                        {"repro", failure.repro_path},
                        {"command", command_of(campaign, seed)}});
  }
  for (const auto& [seed, bound] : tally.bounds) {
    bounds.push_back(
        {{"protocol", campaign.protocol}, {"seed", seed}, {"bound", bound}, {"command", command_of(campaign, seed)}});
  }
}

void put_status(ordered_json& object, exit_status status) {
  object["status"] = word_for(status);
  object["exit_status"] = static_cast<int>(status);
}

std::string text_of_json(const ordered_json& value) {
  return value.dump(2, ' ', true, ordered_json::error_handler_t::replace) + '\n';
}

std::string json_of(const sim_outcome& outcome) {
  ordered_json report{{"format", "asynchat-sim"}, {"version", 1}, {"tool_version", version}};
  put(report, outcome.campaign);
  report["shard"] = {{"index", outcome.part.index}, {"count", outcome.part.count}};
  put(report, outcome.tally);
  report["failures"] = ordered_json::array();
  report["out_of_bound"] = ordered_json::array();
  add_details(report["failures"], report["out_of_bound"], outcome.campaign, outcome.tally);
  if (outcome.difference) report["difference"] = *outcome.difference;
  put_status(report, status_of(outcome));
  return text_of_json(report);
}

}  // namespace asynchat::cli
