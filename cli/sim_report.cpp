#include "sim_report.h"

#include <fmt/core.h>

#include "check_wording.h"
#include "columns.h"
#include "shell_word.h"
#include "terminal.h"

namespace asynchat::cli {

namespace {

std::string table_of(const std::vector<sim_row>& rows) {
  rows_of_cells cells{{"protocol", "clients", "profile", "of seeds", "shard", "seeds", "events", "failed", "digest"}};
  for (const sim_row& row : rows) {
    cells.push_back({on_one_line(row.campaign.protocol), grouped(row.campaign.clients), row.campaign.profile,
                     to_string(row.campaign.seeds), row.shards.empty() ? "all" : row.shards, grouped(row.tally.seeds),
                     grouped(row.tally.events), grouped(row.tally.failed), digest_text(row.tally.digest)});
  }
  return in_columns(cells, {0, 2, 3});
}

/// Of all rows together.
std::string faults_of(const std::vector<sim_row>& rows) {
  sim::fault_ledger sums;
  for (const sim_row& row : rows) sums.merge(row.tally.faults);
  if (sums.rows().empty()) return {};
  rows_of_cells cells{{"fault", "offered", "fired"}};
  for (const auto& [name, fault] : sums.rows()) {
    cells.push_back({on_one_line(name), grouped(fault.offered), grouped(fault.fired)});
  }
  return '\n' + in_columns(cells, {0});
}

std::string text_of(const sim_campaign& campaign, const told_seed_failure& failure) {
  std::string text =
      fmt::format("\n{}, seed {}: {}: {}\n  swarm:  {}\n", on_one_line(campaign.protocol), failure.what.seed,
                  on_one_line(failure.what.law), on_one_line(failure.what.sentence), on_one_line(failure.what.swarm));
  if (!failure.repro_path.empty()) text += fmt::format("  repro:  {}\n", shell_word(failure.repro_path));
  return text + fmt::format("  again:  {}\n", command_of(campaign, failure.what.seed));
}

std::string details_of(const sim_row& row) {
  const sim_tally& tally = row.tally;
  std::string text;
  for (const auto& [seed, failure] : tally.failures) text += text_of(row.campaign, failure);
  if (tally.failed > tally.failures.size()) {
    text += fmt::format("\nand {} of {} that failed\n", counted(tally.failed - tally.failures.size(), "more seed"),
                        on_one_line(row.campaign.protocol));
  }
  for (const auto& [seed, bound] : tally.bounds) {
    text += fmt::format("\n{}, seed {}: no verdict: {}\n  again:  {}\n", on_one_line(row.campaign.protocol), seed,
                        on_one_line(bound), command_of(row.campaign, seed));
  }
  if (tally.out_of_bound > tally.bounds.size()) {
    text +=
        fmt::format("\nand {} of {} without a verdict\n",
                    counted(tally.out_of_bound - tally.bounds.size(), "more seed"), on_one_line(row.campaign.protocol));
  }
  return text;
}

}  // namespace

std::string digest_text(std::uint64_t digest) { return fmt::format("{:016x}", digest); }

std::string digest_line(std::uint64_t seed, std::uint64_t digest) {
  return fmt::format("{} {}", seed, digest_text(digest));
}

std::string text_of(const std::vector<sim_row>& rows) {
  std::string text = table_of(rows) + faults_of(rows);
  for (const sim_row& row : rows) text += details_of(row);
  return text;
}

std::string verdict_of(const std::vector<sim_row>& rows) {
  sim_tally all;
  for (const sim_row& row : rows) all.add(row.tally);
  std::string text = fmt::format("{}, {}", counted(all.seeds, "seed"), counted(all.events, "event"));
  if (all.failed > 0) return fmt::format("{} FAILED: {}", counted(all.failed, "seed"), text);
  if (all.out_of_bound > 0) return fmt::format("no verdict on {}: {}", counted(all.out_of_bound, "seed"), text);
  return "all laws held: " + text;
}

std::string text_of(const sim_outcome& outcome) {
  const bool is_whole = outcome.part.count == 1;
  const std::vector<sim_row> rows{{outcome.campaign, outcome.tally, is_whole ? "" : to_string(outcome.part)}};
  const double pace = outcome.seconds > 0 ? static_cast<double>(outcome.tally.seeds) / outcome.seconds : 0;
  std::string text = text_of(rows);
  if (outcome.difference) text += "\nNot deterministic: " + *outcome.difference;
  text += fmt::format("\n{}{} in {:.2f} s ({} seeds/s)\n",
                      outcome.difference ? "not deterministic, so this means nothing: " : "", verdict_of(rows),
                      outcome.seconds, grouped(static_cast<std::uint64_t>(pace)));
  if (outcome.was_interrupted) {
    const std::uint64_t all = seed_share(outcome.campaign.seeds, outcome.part).size();
    text += outcome.tally.seeds == all
                ? "Interrupted before the fresh process was done.\n"
                : fmt::format("Interrupted after {} of {}.\n", grouped(outcome.tally.seeds), counted(all, "seed"));
  }
  return text;
}

}  // namespace asynchat::cli
