#include <asynchat/traces/error.h>

#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "check_arguments.h"
#include "check_github.h"
#include "check_help.h"
#include "check_progress.h"
#include "check_report.h"
#include "check_run.h"
#include "check_wording.h"
#include "command_line.h"
#include "exit_status.h"
#include "feed_limit.h"
#include "port_option.h"
#include "programs/check_program.h"
#include "read_streams.h"
#include "strategy_names.h"
#include "streams.h"
#include "terminal.h"
#include "whole_number.h"
#include "work_limit.h"

namespace asynchat::cli {

namespace {

/// A check in which no parser has anything to tell proves nothing.
void require_frames(const check_sums& sums, const check_arguments& arguments) {
  if (sums.has_frames) return;
  const std::string others =
      arguments.inputs.size() == 1 ? "" : fmt::format(" and {} more", arguments.inputs.size() - 1);
  throw traces::input_error(arguments.inputs.front() + others,
                            "expected at least one frame of " + arguments.framing + "; there is none to check");
}

/// A check that tries nothing proves nothing either: a strategy may have no plan for these streams.
void require_plans(const check_sums& sums, const check_arguments& arguments) {
  if (sums.has_plans) return;
  throw traces::input_error(arguments.inputs.front(), "expected streams that " + listed(arguments.strategies) +
                                                          " has plans for; there is nothing to try");
}

/// Checks the streams, as long as the budget lasts and nobody interrupts.
void run_check(const framing_choice& framing, const check_arguments& arguments, check_outcome& outcome) {
  const work_limit limit(arguments.budget_seconds);
  check_progress progress(arguments.quiet);
  check_settings settings;
  settings.seed = arguments.seed;
  settings.jobs = arguments.jobs;
  settings.repro_folder = arguments.repro_folder;
  settings.ruler_width = std::min<std::size_t>(100, output_width());
  settings.feed_limit = in_milliseconds(arguments.feed_limit_seconds);
  settings.hung = [alone = outcome, &arguments](const checked& one) mutable {
    alone.add(one);
    report_check(alone, arguments.reports);
  };
  settings.tier = outcome.tier;
  settings.profile = outcome.profile;
  settings.strategies = arguments.strategies;
  settings.stop = [&] { return limit.reached(); };
  settings.progress = [&](const streams_progress& now) { progress.streams_done(now); };
  if (progress.is_shown()) {
    settings.within = [&](const recorded_stream& stream, const properties::check_progress& now) {
      progress.within(stream, now);
    };
  }
  stream_source streams(arguments.inputs, arguments.port, framing);
  check_streams(streams, stems_of(arguments.inputs), framing, settings,
                [&](checked one) { outcome.add(std::move(one)); });
  outcome.finish();
  outcome.was_interrupted = limit.interrupted();
}

properties::check_tier tier_of(const check_arguments& arguments) {
  return arguments.tier == "full" ? properties::check_tier::full : properties::check_tier::quick;
}

properties::fault_profile profile_of(const check_arguments& arguments) {
  return arguments.profile == "hostile" ? properties::fault_profile::hostile : properties::fault_profile::tcp;
}

int check(const check_arguments& arguments) {
  if (arguments.foreign.is_made()) {
    if (arguments.tier != "quick") throw CLI::ValidationError("--tier", "a program or a server is checked under quick");
    if (arguments.profile != "tcp") throw CLI::ValidationError("--profile", "a program or a server gets what TCP does");
    return check_program(arguments);
  }
  if (arguments.framing.empty()) throw CLI::RequiredError("--framing, --exec or --connect");
  const framing_choice framing((arguments.compare == "result" ? "result:" : "") + arguments.framing);
  check_outcome outcome;
  outcome.subject = framing.name();
  outcome.seed = arguments.seed;
  outcome.tier = tier_of(arguments);
  outcome.profile = profile_of(arguments);
  outcome.strategies = arguments.strategies;
  outcome.budget_seconds = arguments.budget_seconds;
  outcome.keeps_all = has_entries_for_all(arguments.reports);
  const auto begin = std::chrono::steady_clock::now();
  run_check(framing, arguments, outcome);
  outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  require_frames(outcome.sums, arguments);
  require_plans(outcome.sums, arguments);
  return report_check(outcome, arguments.reports);
}

}  // namespace

void add_check(CLI::App& app, int& status) {
  auto* command =
      app.add_subcommand("check", "Deliver recorded streams under every cut that matters; do all laws hold?");
  auto arguments = std::make_shared<check_arguments>();
  command->add_option("FILE", arguments->inputs, "Traces (*.trace.jsonl) and captures (pcap, pcapng); - is stdin")
      ->required();
  command->add_option("--framing", arguments->framing, "How the streams are framed; see below");
  command->add_option("--compare", arguments->compare, "What must be the same: all events, or only the final result")
      ->check(CLI::IsMember({"all", "result"}))
      ->capture_default_str();
  command->add_option("--tier", arguments->tier, "How much is tried: quick takes seconds, full minutes to hours")
      ->check(CLI::IsMember({"quick", "full"}))
      ->capture_default_str();
  command
      ->add_option("--profile", arguments->profile, "What the network does: tcp, or hostile, which changes bytes, too")
      ->check(CLI::IsMember({"tcp", "hostile"}))
      ->capture_default_str();
  command->add_option("--seed", arguments->seed, "What the random cuts are made from")
      ->check(CLI::Validator(not_a_whole_number, ""))
      ->capture_default_str();
  auto* jobs = command->add_option("--jobs", arguments->jobs,
                                   "Streams, or plays of a program, at a time; at first one for each processor");
  jobs->check(CLI::Range(1, 1024));
  add_port(*command, arguments->port);
  command->add_option("--out", arguments->repro_folder, "The folder that repro files are written to")
      ->check(CLI::ExistingDirectory)
      ->capture_default_str();
  add_feed_limit(*command, arguments->feed_limit_seconds);
  command->add_option("--strategy", arguments->strategies, "Try only these; repeatable; see below")
      ->allow_extra_args(false)
      ->check(CLI::Validator([](const std::string& name) { return not_a_strategy(name); }, ""));
  command->add_option("--budget", arguments->budget_seconds, "Seconds after which the check ends, whatever is left")
      ->check(CLI::Range(0.001, 1e9))
      ->check(CLI::Validator(not_a_finite_number, ""));
  command->add_flag("--json", arguments->reports.json, "Print one JSON object instead of the table");
  command->add_option("--junit", arguments->reports.junit_path, "Write JUnit XML to this file");
  command->add_flag("--github", arguments->reports.github,
                    "Annotate failures and write a step summary, as under GitHub Actions");
  command->add_flag("--quiet", arguments->quiet, "Show no progress, even on a terminal");
  add_program_options(*command, *arguments);
  command->footer(
      framing_help() + '\n' + strategy_help() +
      "\nEach direction is cut by itself, while the frames of the other arrive whole, in the recorded order.\n"
      "For a failure: one sentence, a ruler of the bytes with the cuts, and a *.repro.json that\n"
      "`asynchat replay` fails on again and `asynchat show` explains. A parser that tells something else when the "
      "same\n"
      "delivery is played again is judged by nothing else.\n"
      "Tier full tries every strategy of the profile, and deeds in a channel's callbacks. It counts which faults had "
      "their\n"
      "effect and where in the framing each event came; a fault that never fired, or a place that nothing reached, is "
      "named,\nand the status is 4.\n"
      "A program gets each chunk once it has read the one before; --framing then only says where to cut first.\n\n" +
      laws_help() + '\n' + exit_status_help() +
      "\n"
      "Examples:\n"
      "  asynchat check --framing http1 talk.trace.jsonl\n"
      "  asynchat check --framing 'delimiter:\\r\\n.\\r\\n' capture.pcapng --json\n"
      "  asynchat check --framing smtp --tier full --jobs 8 nightly/*.trace.jsonl\n"
      "  asynchat check --framing resp --profile hostile talk.trace.jsonl\n"
      "  asynchat check --framing crlf --strategy callbacks talk.trace.jsonl\n"
      "  asynchat check --exec 'python3 parser.py' talk.trace.jsonl\n"
      "  asynchat check --connect localhost:8080 --ignore '^Date: .*' talk.trace.jsonl\n"
      "  asynchat check --framing canary:no_carry_over talk.trace.jsonl   (a parser that is broken)");
  command->callback([arguments, jobs, &status] {
    arguments->jobs_given = jobs->count() > 0;
    arguments->reports.github = arguments->reports.github || runs_on_github();
    status = check(*arguments);
  });
}

}  // namespace asynchat::cli
