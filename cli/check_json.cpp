#include "check_json.h"

#include <nlohmann/json.hpp>

#include "check_totals.h"
#include "check_wording.h"
#include "version.h"

namespace asynchat::cli {

namespace {

using nlohmann::json;

json json_of(const told_failure& told) {
  return {{"law", told.law},
          {"strategy", told.strategy},
          {"explanation", told.sentence},
          {"plan", told.plan},
          {"found_at", told.found_at},
          {"repro", told.repro_path},
          {"again", replay_command(told)},
          {"show", show_command(told.repro_path)}};
}

json json_of(const checked& one) {
  const properties::check_report& report = one.report;
  json laws = json::object();
  for (const properties::law which : properties::all_laws) {
    laws[std::string(to_string(which))] = {{"cases", report[which].cases}, {"broken", report[which].broken}};
  }
  json strategies = json::object();
  for (const auto& strategy : report.strategies) {
    strategies[strategy.name] = {
        {"tried", strategy.tried}, {"possible", strategy.possible}, {"complete", strategy.complete}};
  }
  json result{{"trace", one.stream.trace},
              {"conn", one.stream.conn},
              {"from", std::string(to_string(one.stream.from))},
              {"bytes", one.bytes},
              {"missing_after", one.stream.gap_bytes},
              {"frames", report.frames},
              {"plans_tried", report.tried()},
              {"plans_possible", report.possible()},
              {"bytes_delivered", report.bytes_delivered},
              {"windowed", report.windowed},
              {"begun", one.begun},
              {"stopped", report.stopped},
              {"laws", laws},
              {"strategies", strategies},
              {"troubles", report.troubles},
              {"seconds", one.seconds}};
  if (report.cost_exponent) result["cost_exponent"] = *report.cost_exponent;
  if (one.failure) result["failure"] = json_of(*one.failure);
  if (!report.is_deterministic() && one.failure) {
    result["failure"]["played_once"] = one.failure->first_log;
    result["failure"]["played_again"] = one.failure->second_log;
  }
  return result;
}

/// Each law in words, and what it came to in all streams together.
json laws_of_all(const check_sums& sums) {
  json laws = json::object();
  for (const properties::law which : properties::all_laws) {
    const auto number = static_cast<std::size_t>(which);
    laws[std::string(to_string(which))] = {
        {"sentence", std::string(sentence(which))}, {"cases", sums.cases[number]}, {"broken", sums.broken[number]}};
  }
  return laws;
}

json faults_json(const sim::fault_ledger& faults) {
  json result = json::object();
  for (const auto& [name, count] : faults.rows()) {
    result[name] = {{"offered", count.offered}, {"fired", count.fired}};
  }
  return result;
}

json places_json(const properties::framing_coverage& places) {
  json rows = json::array();
  for (const properties::coverage_row& row : places.rows()) {
    json cells{{"place", row.place}};
    for (const properties::stream_event event : properties::all_stream_events) {
      const auto number = static_cast<std::size_t>(event);
      if (row.possible[number]) cells[std::string(to_string(event))] = row.reached[number];
    }
    rows.push_back(cells);
  }
  return {{"cells", places.possible_cells()}, {"missed", places.missed()}, {"places", rows}};
}

json options_of(const check_outcome& outcome) {
  json options{{"tier", to_string(outcome.tier)},
               {"profile", to_string(outcome.profile)},
               {"seed", outcome.seed},
               {"strategies", outcome.strategies},
               {"budget_seconds", {}}};
  if (outcome.budget_seconds) options["budget_seconds"] = *outcome.budget_seconds;
  return options;
}

}  // namespace

std::string json_of(const check_outcome& outcome) {
  json streams = json::array();
  for (const checked& one : outcome.results) streams.push_back(json_of(one));
  const total& all = outcome.sums.all;
  const exit_status status = status_of(outcome);
  json report{{"format", "asynchat-check"},
              {"version", 1},
              {"tool_version", std::string(version)},
              {"framing", outcome.subject},
              {"tier", to_string(outcome.tier)},
              {"seed", outcome.seed},
              {"options", options_of(outcome)},
              {"held", outcome.sums.held},
              {"status", std::string(word_for(status))},
              {"exit_status", static_cast<int>(status)},
              {"laws", laws_of_all(outcome.sums)},
              {"plans_tried", all.tried},
              {"plans_possible", all.possible},
              {"bytes_delivered", all.delivered},
              {"seconds", outcome.seconds},
              {"streams", streams}};
  if (outcome.tier == properties::check_tier::full) {
    report["faults"] = faults_json(outcome.sums.faults);
    report["coverage"] = places_json(outcome.sums.places);
  }
  return report.dump(2, ' ', false, json::error_handler_t::replace);
}

}  // namespace asynchat::cli
