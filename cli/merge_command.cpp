#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "check_wording.h"
#include "command_line.h"
#include "exit_status.h"
#include "merge.h"
#include "sim_json.h"
#include "sim_outcome.h"
#include "sim_report.h"
#include "terminal.h"
#include "version.h"

namespace asynchat::cli {

namespace {

using nlohmann::ordered_json;

struct merge_arguments {
  std::vector<std::string> folders;
  bool json = false;
  bool partial = false;
};

bool all_whole(const std::vector<merged_run>& runs) {
  return std::all_of(runs.begin(), runs.end(), [](const merged_run& run) { return run.is_whole(); });
}

sim_tally tally_of(const std::vector<merged_run>& runs) {
  sim_tally all;
  for (const merged_run& run : runs) all.add(run.tally);
  return all;
}

/// A failure first, then shards that are missing, then seeds without a verdict.
exit_status status_of(const std::vector<merged_run>& runs, bool partial) {
  const exit_status status = status_of(tally_of(runs));
  return status != law_failed && !partial && !all_whole(runs) ? not_covered : status;
}

std::string json_of(const std::vector<merged_run>& runs, exit_status status) {
  ordered_json report{{"format", "asynchat-merge"}, {"version", 1}, {"tool_version", version}};
  put(report, tally_of(runs));
  report["failures"] = ordered_json::array();
  report["out_of_bound"] = ordered_json::array();
  put_status(report, status);
  report["runs"] = ordered_json::array();
  for (const merged_run& run : runs) {
    ordered_json one;
    put(one, run.campaign);
    one["shards"] = {{"count", run.shard_count}, {"found", run.files.size()}, {"missing", ordered_json::array()}};
    for (const shard_gap& gap : gaps_of(run)) {
      one["shards"]["missing"].push_back({{"first", gap.first}, {"last", gap.last}});
    }
    put(one, run.tally);
    report["runs"].push_back(one);
    add_details(report["failures"], report["out_of_bound"], run.campaign, run.tally);
  }
  return text_of_json(report);
}

/// The shards that no file holds, and the command for the first of them.
std::string missing_of(const merged_run& run) {
  constexpr std::size_t shown_max = 20;
  const std::vector<shard_gap> gaps = gaps_of(run);
  if (gaps.empty()) return {};
  std::vector<std::string> names;
  for (const shard_gap& gap : gaps) {
    if (names.size() == shown_max) break;
    names.push_back(gap.first == gap.last ? std::to_string(gap.first) : fmt::format("{}..{}", gap.first, gap.last));
  }
  std::string more;
  if (gaps.size() > shown_max) more = fmt::format(", and {}", counted(gaps.size() - shown_max, "more gap"));
  return fmt::format("\n{}: {} of {} missing: {}{}\n  again:  {} --shard {} --out DIR\n",
                     on_one_line(run.campaign.protocol), grouped(run.shard_count - run.files.size()),
                     counted(run.shard_count, "shard"), listed(names), more, command_of(run.campaign),
                     to_string(shard{gaps.front().first, run.shard_count}));
}

std::string text_of(const std::vector<merged_run>& runs) {
  std::vector<sim_row> rows;
  for (const merged_run& run : runs) {
    rows.push_back(
        {run.campaign, run.tally, run.is_whole() ? "" : fmt::format("{} of {}", run.files.size(), run.shard_count)});
  }
  std::string text = text_of(rows);
  for (const merged_run& run : runs) text += missing_of(run);
  const std::string limits = all_whole(runs) ? "" : "of the shards that are there: ";
  return text + '\n' + limits + verdict_of(rows) + '\n';
}

int merge(const merge_arguments& arguments) {
  try {
    const std::vector<merged_run> runs = merge_folders(arguments.folders);
    const exit_status status = status_of(runs, arguments.partial);
    std::cout << (arguments.json ? json_of(runs, status) : text_of(runs));
    return status;
  } catch (const shards_differ& different) {
    std::cerr << "asynchat: " << on_one_line(different.what()) << '\n';
    return not_deterministic;
  }
}

}  // namespace

void add_merge(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("merge", "Add up the shards of simulations: what did the whole come to?");
  auto arguments = std::make_shared<merge_arguments>();
  command->add_option("DIR", arguments->folders, "Folders that `asynchat sim --out DIR` wrote to")->required();
  command->add_flag("--json", arguments->json, "Print one JSON object instead of the table");
  command->add_flag("--partial", arguments->partial, "Be content with the shards that are there");
  command->footer(
      "The order of folders and files does not matter, and a shard that is there twice counts once; digest, counts "
      "and\n"
      "failures are those of one process that ran all seeds. Exit status 1 when a seed failed; 3 when two results of "
      "the\n"
      "same shard differ; 4 when shards are missing, and --partial is not given; 124 when a seed has no verdict.\n\n"
      "Example:\n"
      "  asynchat merge results");
  command->callback([arguments, &status] { status = merge(*arguments); });
}

}  // namespace asynchat::cli
