#include "coverage_report.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "check_wording.h"

namespace asynchat::cli {

namespace {

constexpr std::size_t indent = 2;
constexpr std::size_t gap = 3;

/// Texts in columns of one width, read line by line.
std::string in_grid(const std::vector<std::string>& cells, std::size_t width) {
  std::size_t widest = 0;
  for (const std::string& cell : cells) widest = std::max(widest, cell.size());
  const std::size_t columns = std::max<std::size_t>(1, (std::max(width, indent) - indent + gap) / (widest + gap));
  std::string text;
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const bool is_last = (i + 1) % columns == 0 || i + 1 == cells.size();
    line += is_last ? cells[i] : fmt::format("{:<{}}", cells[i], widest + gap);
    if (!is_last) continue;
    text += std::string(indent, ' ') + line + '\n';
    line.clear();
  }
  return text;
}

/// "950", "12k", "3M".
std::string short_number(std::uint64_t number) {
  constexpr std::uint64_t thousand = 1000;
  if (number < 10 * thousand) return std::to_string(number);
  if (number < 10 * thousand * thousand) return std::to_string(number / thousand) + 'k';
  return std::to_string(number / (thousand * thousand)) + 'M';
}

}  // namespace

std::string faults_table(const sim::fault_ledger& faults, std::size_t width) {
  std::vector<std::string> cells;
  std::vector<std::string> without_plan;
  for (const auto& [name, count] : faults.rows()) {
    if (count.offered == 0) {
      without_plan.push_back(name);
    } else {
      cells.push_back(fmt::format("{} {} of {}", name, grouped(count.fired), grouped(count.offered)));
    }
  }
  std::string text = "\nFaults that had their effect, of those that were offered:\n" + in_grid(cells, width);
  if (!without_plan.empty()) text += "With nothing to offer to these streams:\n" + in_grid(without_plan, width);
  const std::vector<std::string> never = faults.never_fired();
  if (!never.empty()) text += "NEVER FIRED: " + listed(never) + '\n';
  return text;
}

std::string places_table(const properties::framing_coverage& places) {
  const std::vector<properties::coverage_row> rows = places.rows();
  if (rows.empty()) return {};
  std::size_t widest = 0;
  for (const properties::coverage_row& row : rows) widest = std::max(widest, row.place.size());
  std::string text = fmt::format("\nHow often each event came where in the framing:\n{:{}}", "", indent + widest);
  for (const properties::stream_event event : properties::all_stream_events) {
    text += fmt::format("  {:>7}", to_string(event));
  }
  text += '\n';
  for (const properties::coverage_row& row : rows) {
    text += fmt::format("{:{}}{:<{}}", "", indent, row.place, widest);
    for (const properties::stream_event event : properties::all_stream_events) {
      const auto number = static_cast<std::size_t>(event);
      const std::string count = row.possible[number] ? short_number(row.reached[number]) : "-";
      text += fmt::format("  {:>{}}", count, std::max<std::size_t>(7, to_string(event).size()));
    }
    text += '\n';
  }
  const std::vector<std::string> missed = places.missed();
  const std::size_t possible = places.possible_cells();
  text += fmt::format("{} of {} cells reached.\n", possible - missed.size(), possible);
  if (!missed.empty()) {
    text += "NEVER REACHED:\n";
    for (const std::string& cell : missed) text += std::string(indent, ' ') + cell + '\n';
  }
  return text;
}

std::string missing_text(const sim::fault_ledger& faults, const properties::framing_coverage& places) {
  const std::vector<std::string> never = faults.never_fired();
  std::string text = never.empty() ? "" : "never fired: " + listed(never);
  std::string separator = text.empty() ? "never reached: " : "; never reached: ";
  for (const std::string& cell : places.missed()) text += std::exchange(separator, "; ") + cell;
  return text;
}

}  // namespace asynchat::cli
