#include "check_totals.h"

#include <asynchat/sim/tier.h>

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

#include "check_wording.h"
#include "terminal.h"

namespace asynchat::cli {

namespace {

/// Plans with two cuts that were not tried.
std::uint64_t pairs_left_out(const properties::check_report& report) {
  const auto pairs = std::find_if(report.strategies.begin(), report.strategies.end(),
                                  [](const properties::strategy_result& one) { return one.name == "cut2"; });
  return pairs == report.strategies.end() ? 0 : pairs->possible - pairs->tried;
}

/// True where some of these were tried, and not all.
bool has_some_pairs(const properties::check_report& report) {
  return std::any_of(report.strategies.begin(), report.strategies.end(), [](const properties::strategy_result& one) {
    return one.name == "cut2" && one.tried > 0 && one.tried < one.possible;
  });
}

}  // namespace

void total::add(const checked& one) {
  if (streams == 0 || one.stream.place < place) place = one.stream.place;
  ++streams;
  bytes += one.bytes;
  frames += one.report.frames;
  tried += one.report.tried();
  possible += one.report.possible();
  delivered += one.report.bytes_delivered;
  seconds += one.seconds;
  for (const properties::law which : properties::all_laws) {
    if (one.report[which].cases > 0) judged.insert(which);
    if (one.report[which].broken > 0) broken.insert(which);
  }
}

void check_sums::add(const checked& one) {
  const properties::check_report& report = one.report;
  total& row = rows_[{one.stream.trace, one.stream.from}];
  row.trace = one.stream.trace;
  row.from = one.stream.from;
  row.add(one);
  all.add(one);
  for (const properties::law which : properties::all_laws) {
    cases[static_cast<std::size_t>(which)] += report[which].cases;
    broken[static_cast<std::size_t>(which)] += report[which].broken;
  }
  faults.merge(report.faults);
  places.merge(report.places);
  deterministic = deterministic && report.is_deterministic() && !one.not_deterministic;
  held = held && report.held();
  stopped = stopped || report.stopped;
  has_frames = has_frames || report.frames > 0 || !report.held() || !one.begun;
  has_plans = has_plans || report.tried() > 0 || report.stopped || !report.held();
  not_begun += one.begun ? 0 : 1;
  complete += one.begun && !report.stopped ? 1 : 0;
  add_notes(one);
}

void check_sums::add_notes(const checked& one) {
  const properties::check_report& report = one.report;
  windowed += report.windowed ? 1 : 0;
  chosen = chosen || (one.begun && report.strategies.size() < sim::quick_strategies().size()) || has_some_pairs(report);
  frameless += one.begun && report.frames == 0 ? 1 : 0;
  const std::uint64_t pairs = pairs_left_out(report);
  without_pairs = without_pairs || (pairs > 0 && !report.stopped);
  const bool is_less = !report.windowed && !report.stopped && report.possible() - report.tried() > pairs;
  cut_short = cut_short || (is_less && report.first_failure() != nullptr);
  thinned = thinned || (is_less && report.first_failure() == nullptr);
  const std::optional<double>& exponent = report.cost_exponent;
  if (exponent && (!steepest_cost || *exponent > *steepest_cost)) steepest_cost = exponent;
}

std::vector<total> check_sums::rows() const {
  std::vector<total> result;
  for (const auto& [key, row] : rows_) result.push_back(row);
  std::sort(result.begin(), result.end(), [](const total& a, const total& b) { return a.place < b.place; });
  return result;
}

std::vector<std::vector<std::string>> table_cells(const std::vector<total>& rows, const std::string& subject) {
  std::vector<std::vector<std::string>> cells{
      {"trace", "framing", "from", "streams", "bytes", "frames", "plans tried", "of possible", "laws", "time"}};
  for (const total& row : rows) {
    cells.push_back({short_name(row.trace), subject, std::string(to_string(row.from)), grouped(row.streams),
                     grouped(row.bytes), grouped(row.frames), grouped(row.tried), grouped(row.possible), laws_of(row),
                     fmt::format("{:.2f} s", row.seconds)});
  }
  return cells;
}

std::string laws_of(const total& row) {
  if (row.broken.empty()) return fmt::format("{} held", row.judged.size());
  std::vector<std::string> names;
  for (const properties::law which : row.broken) names.emplace_back(to_string(which));
  return "BROKEN: " + listed(names);
}

std::string short_name(const std::string& path) {
  std::string name = on_one_line(std::filesystem::path(path).filename().string());
  const std::string ending = ".trace.jsonl";
  if (name.size() > ending.size() && name.ends_with(ending)) name.resize(name.size() - ending.size());
  return name;
}

}  // namespace asynchat::cli
