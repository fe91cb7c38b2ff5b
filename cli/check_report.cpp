#include "check_report.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

namespace asynchat::cli {

namespace {

using nlohmann::json;
using properties::all_laws;

/// Results added up: of one side of one trace, or of all.
struct total {
  std::string trace;
  side from = side::client;
  std::size_t streams = 0;
  std::size_t bytes = 0;
  std::size_t frames = 0;
  std::uint64_t tried = 0;
  std::uint64_t possible = 0;
  std::uint64_t delivered = 0;
  std::set<properties::law> judged;
  std::set<properties::law> broken;
  double seconds = 0;

  void add(const checked& one) {
    ++streams;
    bytes += one.stream->bytes.size();
    frames += one.report.frames;
    tried += one.report.tried();
    possible += one.report.possible();
    delivered += one.report.bytes_delivered;
    seconds += one.seconds;
    for (const properties::law which : all_laws) {
      if (one.report[which].cases > 0) judged.insert(which);
      if (one.report[which].broken > 0) broken.insert(which);
    }
  }
};

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

/// 1234567 as "1,234,567".
std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

/// "1 stream", "1,234 streams".
std::string counted(std::uint64_t number, const std::string& noun) {
  return grouped(number) + ' ' + noun + (number == 1 ? "" : "s");
}

std::string laws_of(const total& row) {
  if (row.broken.empty()) return fmt::format("{} held", row.judged.size());
  std::string names;
  for (const properties::law which : row.broken) names += (names.empty() ? "" : ", ") + std::string(to_string(which));
  return "BROKEN: " + names;
}

/// Rows of cells in columns; all but the cells of `left` columns are aligned to the right.
std::string in_columns(const std::vector<std::vector<std::string>>& rows, const std::set<std::size_t>& left) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += i == 0 ? "" : "  ";
      line += left.count(i) > 0 ? fmt::format("{:<{}}", row[i], widths[i]) : fmt::format("{:>{}}", row[i], widths[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  }
  return text;
}

/// A trace's name without its folder and the ending that all traces share.
std::string short_name(const std::string& path) {
  std::string name = std::filesystem::path(path).filename().string();
  const std::string ending = ".trace.jsonl";
  if (name.size() > ending.size() && name.ends_with(ending)) name.resize(name.size() - ending.size());
  return name;
}

std::string wide_table(const std::vector<total>& rows, const std::string& framing) {
  std::vector<std::vector<std::string>> cells{
      {"trace", "framing", "from", "streams", "bytes", "frames", "plans tried", "of possible", "laws", "time"}};
  for (const total& row : rows) {
    cells.push_back({short_name(row.trace), framing, std::string(to_string(row.from)), grouped(row.streams),
                     grouped(row.bytes), grouped(row.frames), grouped(row.tried), grouped(row.possible), laws_of(row),
                     fmt::format("{:.2f} s", row.seconds)});
  }
  return in_columns(cells, {0, 1, 2, 8});
}

/// The same facts for a narrow terminal: a few lines for each side.
std::string narrow_table(const std::vector<total>& rows, const std::string& framing) {
  std::string text;
  for (const total& row : rows) {
    text += fmt::format("{}, {}, from the {}\n", short_name(row.trace), framing, to_string(row.from));
    text += fmt::format("  {}, {}, {}\n", counted(row.streams, "stream"), counted(row.bytes, "byte"),
                        counted(row.frames, "frame"));
    text += fmt::format("  {}\n  of {}\n", counted(row.tried, "plan"), grouped(row.possible));
    text += fmt::format("  laws: {}; {:.2f} s\n", laws_of(row), row.seconds);
  }
  return text;
}

/// Plans with two cuts that were not tried.
std::uint64_t pairs_left_out(const properties::check_report& report) {
  const auto pairs = std::find_if(report.strategies.begin(), report.strategies.end(),
                                  [](const properties::strategy_result& one) { return one.name == "cut2"; });
  return pairs == report.strategies.end() ? 0 : pairs->possible - pairs->tried;
}

/// The command that plays a repro, as a shell takes it.
std::string replay_command(const std::string& path) {
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:=@%+,";
  std::string word = path.starts_with('-') ? "./" + path : path;
  if (word.find_first_not_of(plain) == std::string::npos) return "asynchat replay " + word;
  for (std::size_t at = word.find('\''); at != std::string::npos; at = word.find('\'', at + 4)) {
    word.replace(at, 1, "'\\''");
  }
  return "asynchat replay '" + word + "'";
}

std::string where(const recorded_stream& stream) {
  return fmt::format("{}: connection {}, from the {}", stream.trace, stream.conn, to_string(stream.from));
}

json json_of(const checked& one) {
  const properties::check_report& report = one.report;
  json laws = json::object();
  for (const properties::law which : all_laws) {
    laws[std::string(to_string(which))] = {{"cases", report[which].cases}, {"broken", report[which].broken}};
  }
  json strategies = json::object();
  for (const auto& strategy : report.strategies) {
    strategies[strategy.name] = {{"tried", strategy.tried}, {"possible", strategy.possible}};
  }
  json result{{"trace", one.stream->trace},
              {"conn", one.stream->conn},
              {"from", std::string(to_string(one.stream->from))},
              {"bytes", one.stream->bytes.size()},
              {"missing_after", one.stream->gap_bytes},
              {"frames", report.frames},
              {"plans_tried", report.tried()},
              {"plans_possible", report.possible()},
              {"bytes_delivered", report.bytes_delivered},
              {"windowed", report.windowed},
              {"laws", laws},
              {"strategies", strategies},
              {"troubles", report.troubles},
              {"seconds", one.seconds}};
  if (one.failure) {
    result["failure"] = {{"law", one.failure->law},
                         {"strategy", one.failure->strategy},
                         {"explanation", one.failure->sentence},
                         {"repro", one.failure->repro_path},
                         {"again", replay_command(one.failure->repro_path)}};
  }
  return result;
}

}  // namespace

std::string table_of(const std::vector<checked>& results, const std::string& framing, std::size_t width) {
  const std::vector<total> rows = totals_by_side(results);
  std::string table = wide_table(rows, framing);
  if (table.find('\n') > width) table = narrow_table(rows, framing);
  std::size_t windowed = 0;
  std::size_t frameless = 0;
  bool without_pairs = false;
  bool cut_short = false;
  for (const checked& one : results) {
    windowed += one.report.windowed ? 1 : 0;
    frameless += one.report.frames == 0 ? 1 : 0;
    const std::uint64_t pairs = pairs_left_out(one.report);
    without_pairs = without_pairs || pairs > 0;
    cut_short = cut_short || (!one.report.windowed && one.report.possible() - one.report.tried() > pairs);
  }
  if (without_pairs) table += "Of the possible plans, pairs of cuts are tried in streams up to 64 bytes.\n";
  if (cut_short) table += "From where one cut already breaks a law, nothing more is tried.\n";
  if (windowed > 0) {
    table += counted(windowed, "stream") + " above 16 KiB or full of frames: cut in windows of up to 1 KiB.\n";
  }
  if (frameless > 0) table += counted(frameless, "stream") + " without a whole frame: judged where it ends early.\n";
  return table;
}

std::string failures_of(const std::vector<checked>& results) {
  std::string text;
  for (const checked& one : results) {
    for (const std::string& trouble : one.report.troubles) {
      text += fmt::format("\n{}\n  {}\n", where(*one.stream), trouble);
    }
    if (!one.failure) continue;
    text += fmt::format("\n{}\n{}: {}\n\n{}\n", where(*one.stream), one.failure->law, one.failure->sentence,
                        one.failure->ruler);
    text += fmt::format("repro:  {}\nagain:  {}\n", one.failure->repro_path, replay_command(one.failure->repro_path));
  }
  return text;
}

std::string summary_of(const std::vector<checked>& results, double seconds) {
  total all;
  for (const checked& one : results) all.add(one);
  std::string verdict = fmt::format("{} of {} laws BROKEN", all.broken.size(), all.judged.size());
  if (all.broken.empty()) {
    verdict = fmt::format("{} laws held", all.judged.size()) +
              (all_laws_held(results) ? "" : ", but the check is not to be trusted");
  }
  const double pace = seconds > 0 ? 1 / seconds : 0;
  return fmt::format("\n{}: {}, {}, {:.1f} MB delivered in {:.2f} s ({} plans/s, {:.1f} MB/s)\n", verdict,
                     counted(all.streams, "stream"), counted(all.tried, "plan"),
                     static_cast<double>(all.delivered) / 1e6, seconds,
                     grouped(static_cast<std::uint64_t>(static_cast<double>(all.tried) * pace)),
                     static_cast<double>(all.delivered) / 1e6 * pace);
}

std::string json_of(const std::vector<checked>& results, const std::string& framing, std::uint64_t seed,
                    double seconds) {
  json streams = json::array();
  total all;
  for (const checked& one : results) {
    streams.push_back(json_of(one));
    all.add(one);
  }
  const json report{{"format", "asynchat-check"},
                    {"version", 1},
                    {"framing", framing},
                    {"tier", "quick"},
                    {"seed", seed},
                    {"held", all_laws_held(results)},
                    {"plans_tried", all.tried},
                    {"plans_possible", all.possible},
                    {"bytes_delivered", all.delivered},
                    {"seconds", seconds},
                    {"streams", streams}};
  return report.dump(2, ' ', false, json::error_handler_t::replace);
}

bool all_laws_held(const std::vector<checked>& results) {
  return std::all_of(results.begin(), results.end(), [](const checked& one) { return one.report.held(); });
}

}  // namespace asynchat::cli
