#include <asynchat/sim/link_options.h>
#include <asynchat/traces/atomic_file.h>

#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <variant>
#include <vector>

#include "check_wording.h"
#include "command_line.h"
#include "exit_status.h"
#include "shard.h"
#include "shard_file.h"
#include "sim_arguments.h"
#include "sim_json.h"
#include "sim_outcome.h"
#include "sim_progress.h"
#include "sim_report.h"
#include "sim_run.h"
#include "sim_verify.h"
#include "subjects.h"
#include "terminal.h"
#include "version.h"
#include "work_limit.h"

namespace asynchat::cli {

namespace {

void require(bool holds, const std::string& sentence) {
  if (!holds) throw CLI::ValidationError(sentence, CLI::ExitCodes::ValidationError);
}

shard shard_of(const std::string& text) {
  const shard_choice choice = choose_shard(text, [](const char* name) { return std::getenv(name); });
  require(choice.part.has_value(), "--shard: " + choice.error);
  return *choice.part;
}

/// The path of the result file, in a folder that is there and can be written to: that is no news for after the run.
std::string prepare_result(const sim_arguments& arguments) {
  std::error_code code;
  std::filesystem::create_directories(arguments.folder, code);
  if (code)
    throw traces::output_error(arguments.folder, "expected a folder to write to: " + code.message(), code.value());
  const std::string name = shard_file_name(arguments.campaign, arguments.part);
  std::string path = (std::filesystem::path(arguments.folder) / name).string();
  traces::atomic_file probe(path);
  return path;
}

int print_log(const sim_arguments& arguments, const seed_work& work) {
  for (const std::string& line : work.log(arguments.campaign.seeds.first)) std::cout << line << '\n';
  return all_held;
}

/// Simulates the seeds, as long as nobody interrupts, and once more where they are to be verified. `digests` are those
/// of the share in its order, where they are needed.
sim_outcome simulate(const sim_arguments& arguments, const seed_work& work, const work_limit& limit,
                     std::vector<std::uint64_t>& digests) {
  const seed_share share(arguments.campaign.seeds, arguments.part);
  const bool keeps_digests = arguments.verify || arguments.digests;
  if (keeps_digests) digests.resize(share.size());
  sim_outcome outcome{arguments.campaign, arguments.part, {}, false, {}, 0};
  sim_progress progress(share.size(), arguments.quiet);
  sim_settings settings;
  settings.jobs = arguments.jobs;
  settings.stop = [&] { return limit.reached(); };
  settings.done = [&](std::size_t place, const seed_result& one, const sim_tally& tally) {
    if (keeps_digests) digests[place] = one.digest;
    progress.show(tally);
  };
  outcome.tally = run_seeds(share, work.run, settings);
  outcome.seconds = progress.seconds();
  progress.clear();
  if (arguments.verify && !limit.reached()) {
    outcome.difference = first_difference(arguments, digests, work.log, settings.stop);
  }
  outcome.was_interrupted = limit.interrupted();
  return outcome;
}

int print_digests(const sim_outcome& outcome, const std::vector<std::uint64_t>& digests) {
  if (outcome.was_interrupted) return interrupted;
  const seed_share share(outcome.campaign.seeds, outcome.part);
  for (std::size_t i = 0; i < digests.size(); ++i) std::cout << digest_line(share.seed(i), digests[i]) << '\n';
  return status_of(outcome);
}

/// Tells of the outcome, even where a repro cannot be written; the result file is of a share that is whole and certain.
int report(sim_outcome& outcome, const sim_arguments& arguments, const seed_work& work, const work_limit& limit,
           const std::string& result_path) {
  std::optional<traces::output_error> trouble;
  try {
    write_repros(outcome.tally, outcome.campaign, arguments.folder, work.repro, [&] { return limit.reached(); });
  } catch (const traces::output_error& error) {
    trouble = error;
  }
  std::cout << (arguments.json ? json_of(outcome) : text_of(outcome));
  if (trouble) throw traces::output_error(*trouble);
  if (result_path.empty()) return status_of(outcome);
  if (outcome.was_interrupted || outcome.difference) {
    std::cerr << "asynchat: no result file is written: the shard is not whole, or not certain\n";
  } else {
    write_shard(result_path, {std::string(version), outcome.campaign, outcome.part, outcome.tally});
  }
  return status_of(outcome);
}

int sim(sim_arguments arguments, const seed_work_maker& make) {
  sim_campaign& campaign = arguments.campaign;
  campaign.protocol = framing_choice(campaign.protocol).name();
  require(!arguments.log || campaign.seeds.count() == 1, "--log: expected one seed, not " + to_string(campaign.seeds));
  const std::uint64_t seeds = seed_share(campaign.seeds, arguments.part).size();
  require(!(arguments.verify || arguments.digests) || seeds <= verified_seeds_max,
          fmt::format("--verify and --digests: expected at most {} seeds, not {}", verified_seeds_max, seeds));
  const std::string result_path = arguments.folder.empty() ? std::string() : prepare_result(arguments);
  const seed_work work = make(arguments);
  if (arguments.log) return print_log(arguments, work);
  const work_limit limit(std::nullopt);
  std::vector<std::uint64_t> digests;
  sim_outcome outcome = simulate(arguments, work, limit, digests);
  if (arguments.digests) return print_digests(outcome, digests);
  return report(outcome, arguments, work, limit, result_path);
}

/// An option whose variable was not set is no option that was left away.
std::string not_empty(const std::string& text) { return text.empty() ? "expected a value, not an empty one" : ""; }

/// Empty for a text of link options that can be; else what is wrong.
std::string not_link_options(const std::string& text) {
  const auto parsed = sim::parse_link_options(text);
  const auto* error = std::get_if<sim::option_error>(&parsed);
  return error != nullptr ? error->message + fmt::format(", at byte {} of '{}'", error->position, text) : std::string();
}

/// What the options' texts become once all are read.
struct sim_texts {
  sim_arguments arguments;
  std::string seeds = to_string(sim_campaign().seeds);
  std::string part;
};

void add_forms(CLI::App& command, sim_arguments& arguments) {
  auto* json = command.add_flag("--json", arguments.json, "Print one JSON object instead of the table");
  auto* digests =
      command.add_flag("--digests", arguments.digests, "Print each seed and its digest instead, a line each");
  auto* log = command.add_flag("--log", arguments.log, "Print every event of one seed instead, a line each");
  auto* verify = command.add_flag("--verify", arguments.verify,
                                  "Run all once more in a fresh process, and show the first difference");
  json->excludes(digests)->excludes(log);
  digests->excludes(log)->excludes(verify);
  log->excludes(verify);
}

}  // namespace

void add_sim(CLI::App& app, int& status, const seed_work_maker& simulation) {
  auto* command = app.add_subcommand("sim", "Simulate clients, a server and a faulty network; do all laws hold?");
  auto texts = std::make_shared<sim_texts>();
  sim_arguments& arguments = texts->arguments;
  sim_campaign& campaign = arguments.campaign;
  command->add_option("--protocol", campaign.protocol, "What they speak, or a canary: the names after --framing")
      ->required();
  command->add_option("--clients", campaign.clients, "How many talk to the server")
      ->check(CLI::Range(1, 50'000))
      ->capture_default_str();
  command->add_option("--seeds", texts->seeds, "A..B, both included, or N for that seed alone")
      ->check(CLI::Validator(not_a_seed_range, ""))
      ->capture_default_str();
  command
      ->add_option("--profile", campaign.profile,
                   "tcp: clients keep to the protocol; hostile: half of them damage what they say")
      ->check(CLI::IsMember({"tcp", "hostile"}))
      ->capture_default_str();
  command
      ->add_option("--link", campaign.link,
                   "Every link is like that, whatever the seed says of links: 'latency=20ms jitter=5ms slice=1%'")
      ->check(CLI::Validator(not_link_options, ""));
  command->add_option("--events", campaign.events_max, "Events after which a seed is ended without a verdict")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000'000}))
      ->capture_default_str();
  command->add_option("--virtual-seconds", campaign.virtual_seconds_max, "Simulated seconds after which it is ended")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000}))
      ->capture_default_str();
  command->add_option("--shard", texts->part, "I/N, I from 0 to N-1: only each Nth seed, the Ith first; or auto")
      ->check(CLI::Validator(not_empty, ""));
  command->add_option("--jobs", arguments.jobs, "Seeds at a time; at first one for each processor")
      ->check(CLI::Range(1, 1024));
  command->add_option("--out", arguments.folder, "A folder for the shard's result file, made if need be, and repros")
      ->check(CLI::Validator(not_empty, ""));
  command->add_flag("--quiet", arguments.quiet, "Show no progress, even on a terminal");
  add_forms(*command, arguments);
  command->footer(
      "A seed decides everything: dialogues, faults, times. The digest of many seeds is the same for any order, number "
      "of\n"
      "jobs and split into shards, and so is the result file of a shard, PROTOCOL-A..B-shard-I-of-N.sim.json, which\n"
      "`asynchat merge` adds up. A failure is told with its repro, in the folder of --out or here, and the command "
      "for\n"
      "its seed; " +
      fmt::format(
          "of more than {} failures, or seeds without a verdict, the lowest seeds are told and the rest counted.",
          details_max) +
      "\n\n" + shard_help() + '\n' + exit_status_help() +
      "\n"
      "Examples:\n"
      "  asynchat sim --protocol smtp --seeds 0..10000\n"
      "  asynchat sim --protocol http1 --seeds 417 --verify\n"
      "  asynchat sim --protocol resp --seeds 0..9999 --shard 3/10 --out results\n"
      "  asynchat sim --protocol mqtt --link 'latency=200ms bytes_per_second=9600 slice=5%'\n"
      "  asynchat sim --protocol canary:no_carry_over   (a server that is broken)");
  command->callback([texts, simulation, &status] {
    texts->arguments.campaign.seeds = to_seed_range(texts->seeds);
    if (!texts->part.empty()) texts->arguments.part = shard_of(texts->part);
    status = sim(texts->arguments, simulation);
  });
}

}  // namespace asynchat::cli
