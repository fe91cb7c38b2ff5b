#include <nlohmann/json.hpp>

#include <algorithm>

#include "report/median.h"
#include "report/reports.h"
#include "report/text.h"

namespace asynchat::bench {

namespace {

using json = nlohmann::ordered_json;

json optional(std::optional<double> value) { return value ? json(*value) : json(nullptr); }

const char* name(unit what) {
  switch (what) {
    case unit::microseconds_more:
      return "microseconds more";
    case unit::seconds_a_byte:
      return "seconds a byte";
    case unit::seconds_a_line:
      return "seconds a line";
    case unit::seconds_a_case:
      return "seconds a case";
    case unit::seconds_a_run:
      return "seconds a run";
    case unit::seconds_a_child:
      return "seconds a child";
    case unit::bytes_a_connection:
      return "bytes a connection";
    case unit::seconds_an_event:
      return "seconds an event";
    case unit::seconds_a_simulated_second:
      return "seconds a simulated second";
    case unit::gibibytes_a_process:
      return "GiB a process";
    case unit::seconds_a_stream:
      break;
  }
  return "seconds a stream";
}

const char* name(yardstick by) {
  switch (by) {
    case yardstick::times_as_fast:
      return "times as fast";
    case yardstick::times_as_dear:
      return "times as dear";
    case yardstick::gigabytes:
      return "GB/s";
    case yardstick::a_second:
      return "a second";
    case yardstick::amount:
      break;
  }
  return "amount";
}

json describe(const finding& found) {
  const gate& asked = *found.asked;
  json entry = {{"task", asked.task},
                {"words", asked.words},
                {"unit", name(asked.by)},
                {"bound", more_is_better(asked.by) ? "at least" : "at most"},
                {"gate", optional(asked.limit)},
                {"stretch", optional(asked.stretch)},
                {"verdict", found.says == verdict::informs ? "informs" : word(found.says)}};
  if (found.says == verdict::skipped) {
    entry["reason"] = found.reason;
    return entry;
  }
  entry["ours"] = found.worst.ours;
  if (!found.worst.rival.empty()) entry["rival"] = found.worst.rival;
  entry["measured"] = found.measured;
  entry["lowest"] = found.lowest;
  entry["highest"] = found.highest;
  return entry;
}

json describe(const contestant& each) {
  json entry = {{"name", each.name}};
  if (each.costs.empty()) {
    entry["skipped"] = each.skipped;
    return entry;
  }
  entry["median"] = median(each.costs);
  entry["costs"] = each.costs;
  return entry;
}

}  // namespace

std::string as_json(const run_report& report) {
  json result = {{"command", report.command},
                 {"repetitions", report.repetitions},
                 {"machine",
                  {{"processor", report.where.processor},
                   {"processors", report.where.processors},
                   {"system", report.where.system}}},
                 {"compiler", report.where.compiler}};
  for (const auto& [library, version] : report.where.versions) result["versions"][library] = version;
  result["gates"] = json::array();
  for (const finding& found : report.findings) result["gates"].push_back(describe(found));
  result["tasks"] = json::array();
  for (const task& what : report.all.tasks()) {
    json entry = {{"name", what.name}, {"title", what.title}, {"unit", name(what.cost)}};
    entry["contestants"] = json::array();
    for (const contestant& each : report.all.contestants()) {
      if (each.task == what.name) entry["contestants"].push_back(describe(each));
    }
    result["tasks"].push_back(entry);
  }
  return result.dump(2) + '\n';
}

}  // namespace asynchat::bench
