#include "merge.h"

#include <asynchat/traces/error.h>

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>
#include <tuple>

#include "shard_file.h"
#include "sim_report.h"

namespace asynchat::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t files_max = 1'000'000;
constexpr std::size_t faults_max = 1000;
constexpr std::size_t runs_max = 1000;

void add_files(std::set<std::string>& all, const std::string& folder) {
  std::error_code code;
  for (fs::directory_iterator entry(folder, code), end; !code && entry != end; entry.increment(code)) {
    if (entry->path().filename().string().ends_with(shard_file_ending)) all.insert(entry->path().string());
    if (all.size() > files_max) throw traces::input_error(folder, fmt::format("expected at most {} files", files_max));
  }
  if (code) throw traces::input_error(folder, "expected a folder of result files: " + code.message());
}

auto order_of(const sim_campaign& one) {
  return std::tie(one.protocol, one.profile, one.clients, one.link, one.seeds.first, one.seeds.last, one.events_max,
                  one.virtual_seconds_max);
}

bool comes_before(const merged_run& a, const merged_run& b) { return order_of(a.campaign) < order_of(b.campaign); }

void require_same(const merged_run& run, const shard_result& found, const std::string& path) {
  const std::string& first = run.files.begin()->second;
  if (found.tool_version != run.tool_version) {
    throw traces::input_error(path, fmt::format("expected a result of asynchat {}, as {} is, found one of {}",
                                                run.tool_version, first, found.tool_version));
  }
  if (found.part.count != run.shard_count) {
    throw traces::input_error(path, fmt::format("expected one of {} shards, as {} is, found one of {}", run.shard_count,
                                                first, found.part.count));
  }
}

void require_equal(const shard_result& found, const std::string& path, const std::string& other) {
  const shard_result before = read_shard(other);
  if (found == before) return;
  throw shards_differ(fmt::format("{} and {} are results of the same shard and differ: digest {} and {}", other, path,
                                  digest_text(before.tally.digest), digest_text(found.tally.digest)));
}

void add(merged_run& run, const shard_result& found, const std::string& path) {
  if (!run.files.empty()) require_same(run, found, path);
  const auto before = run.files.find(found.part.index);
  if (before != run.files.end()) return require_equal(found, path, before->second);
  run.tool_version = found.tool_version;
  run.shard_count = found.part.count;
  run.files[found.part.index] = path;
  sim_tally tally = found.tally;
  for (auto& [seed, failure] : tally.failures) {
    if (!failure.repro_path.empty()) failure.repro_path = (fs::path(path).parent_path() / failure.repro_path).string();
  }
  run.tally.add(tally);
  if (run.tally.faults.rows().size() > faults_max) {
    throw traces::input_error(path, fmt::format("expected at most {} faults in all shards", faults_max));
  }
}

}  // namespace

std::vector<shard_gap> gaps_of(const merged_run& run) {
  std::vector<shard_gap> gaps;
  std::uint64_t next = 0;
  for (const auto& [index, path] : run.files) {
    if (index > next) gaps.push_back({next, index - 1});
    next = index + 1;
  }
  if (next < run.shard_count) gaps.push_back({next, run.shard_count - 1});
  return gaps;
}

std::vector<merged_run> merge_folders(const std::vector<std::string>& folders) {
  std::set<std::string> paths;
  for (const std::string& folder : folders) add_files(paths, folder);
  if (paths.empty()) {
    throw traces::input_error(folders.front(), fmt::format("expected at least one *{}", shard_file_ending));
  }
  std::vector<merged_run> runs;
  for (const std::string& path : paths) {
    const shard_result found = read_shard(path);
    merged_run fresh;
    fresh.campaign = found.campaign;
    auto run = std::lower_bound(runs.begin(), runs.end(), fresh, comes_before);
    if (run == runs.end() || run->campaign != found.campaign) run = runs.insert(run, fresh);
    if (runs.size() > runs_max) throw traces::input_error(path, fmt::format("expected at most {} runs", runs_max));
    add(*run, found, path);
  }
  return runs;
}

}  // namespace asynchat::cli
