#include "check_totals.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

#include "check_wording.h"
#include "terminal.h"

namespace asynchat::cli {

void total::add(const checked& one) {
  ++streams;
  bytes += one.stream->bytes.size();
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

std::vector<total> totals_by_side(const std::vector<checked>& results) {
  std::vector<total> rows;
  for (const checked& one : results) {
    auto row = std::find_if(rows.begin(), rows.end(), [&](const total& known) {
      return known.trace == one.stream->trace && known.from == one.stream->from;
    });
    if (row == rows.end()) {
      row = rows.emplace(rows.end());
      row->trace = one.stream->trace;
      row->from = one.stream->from;
    }
    row->add(one);
  }
  return rows;
}

total total_of(const std::vector<checked>& results) {
  total all;
  for (const checked& one : results) all.add(one);
  return all;
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
