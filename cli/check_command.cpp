#include <asynchat/traces/dialogue.h>
#include <asynchat/traces/import.h>

#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "check_report.h"
#include "check_run.h"
#include "command_line.h"
#include "exit_status.h"
#include "streams.h"
#include "terminal.h"

namespace asynchat::cli {

namespace {

struct check_arguments {
  std::string framing;
  std::vector<std::string> inputs;
  std::uint64_t seed = 1;
  std::size_t jobs = std::max(1u, std::thread::hardware_concurrency());
  std::uint16_t port = 0;
  std::string repro_folder = ".";
  bool json = false;
};

void warn(const std::string& sentence) { std::cerr << "asynchat: warning: " << on_one_line(sentence) << '\n'; }

/// What is wrong with a seed; empty when nothing is.
std::string not_a_seed(const std::string& text) {
  std::uint64_t seed = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), seed);
  if (code == std::errc() && end == text.data() + text.size()) return {};
  return "expected a whole number of 64 bits, not " + text;
}

/// A check in which no parser has anything to tell proves nothing.
void require_frames(const std::vector<checked>& results, const check_arguments& arguments) {
  const bool any = std::any_of(results.begin(), results.end(),
                               [](const checked& one) { return one.report.frames > 0 || !one.report.held(); });
  if (any) return;
  const std::string others =
      arguments.inputs.size() == 1 ? "" : fmt::format(" and {} more", arguments.inputs.size() - 1);
  throw traces::input_error(arguments.inputs.front() + others,
                            "expected at least one frame of " + arguments.framing + "; there is none to check");
}

/// The streams of one trace or capture. What it lacks is said on stderr.
std::vector<recorded_stream> read_streams(const std::string& path, const check_arguments& arguments,
                                          const framing_choice& framing) {
  traces::capture_options options;
  if (arguments.port != 0) options.server_port = arguments.port;
  const auto source = traces::open_source(path, options);
  std::vector<recorded_stream> result;
  for (const traces::dialogue& talk : traces::read_dialogues(*source)) {
    for (recorded_stream& one : streams_of(talk, path, framing)) result.push_back(std::move(one));
  }
  for (const std::string& warning : source->warnings()) warn(warning);
  for (const recorded_stream& one : result) {
    if (one.gap_bytes == 0) continue;
    warn(
        fmt::format("{}: connection {}, {}: {} bytes are missing after byte {}; what follows, {} bytes, is not checked",
                    path, one.conn, to_string(one.from), one.gap_bytes, one.bytes.size(), one.left_away_bytes));
  }
  if (result.empty())
    throw traces::input_error(path, "expected a connection that carries bytes; there is none to check");
  return result;
}

int check(const check_arguments& arguments) {
  const framing_choice framing(arguments.framing);
  std::vector<recorded_stream> streams;
  for (const std::string& path : arguments.inputs) {
    for (recorded_stream& one : read_streams(path, arguments, framing)) streams.push_back(std::move(one));
  }

  check_settings settings;
  settings.seed = arguments.seed;
  settings.jobs = arguments.jobs;
  settings.repro_folder = arguments.repro_folder;
  settings.ruler_width = std::min<std::size_t>(100, output_width());
  progress_line progress;
  settings.progress = [&](std::size_t done) {
    progress.show(fmt::format("checked {} of {} streams", done, streams.size()));
  };
  const auto begin = std::chrono::steady_clock::now();
  const std::vector<checked> results = check_streams(streams, framing, settings);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  progress.clear();
  require_frames(results, arguments);

  if (arguments.json) {
    std::cout << json_of(results, framing.name(), arguments.seed, seconds) << '\n';
  } else {
    std::cout << table_of(results, framing.name(), output_width()) << failures_of(results)
              << summary_of(results, seconds);
  }
  std::cout.flush();
  return all_laws_held(results) ? all_held : law_failed;
}

}  // namespace

void add_check(CLI::App& app, int& status) {
  auto* command =
      app.add_subcommand("check", "Deliver recorded streams under every cut that matters; do all laws hold?");
  auto arguments = std::make_shared<check_arguments>();
  command->add_option("FILE", arguments->inputs, "Traces (*.trace.jsonl) and captures (pcap, pcapng)")->required();
  command->add_option("--framing", arguments->framing, "How the streams are framed; see below")->required();
  command->add_option("--tier", "How much is tried: quick takes seconds")
      ->check(CLI::IsMember({"quick"}))
      ->default_str("quick");
  command->add_option("--seed", arguments->seed, "What the random cuts are made from")
      ->check(CLI::Validator(not_a_seed, ""))
      ->capture_default_str();
  command->add_option("--jobs", arguments->jobs, "Streams checked at a time; at first one for each processor")
      ->check(CLI::Range(1, 1024));
  command->add_option("--port", arguments->port, "The server's port in captures that miss a connection's SYN")
      ->check(CLI::Range(1, 65535));
  command->add_option("--out", arguments->repro_folder, "The folder that repro files are written to")
      ->check(CLI::ExistingDirectory)
      ->capture_default_str();
  command->add_flag("--json", arguments->json, "Print one JSON object instead of the table");
  command->footer(
      framing_help() +
      "\nEach direction is cut by itself, while the frames of the other arrive whole, in the recorded order.\n"
      "For a failure: one sentence, a ruler of the bytes with the cuts, and a *.repro.json that\n"
      "`asynchat replay` fails on again.\n\n"
      "Examples:\n"
      "  asynchat check --framing http1 talk.trace.jsonl\n"
      "  asynchat check --framing 'delimiter:\\r\\n.\\r\\n' capture.pcapng --json\n"
      "  asynchat check --framing canary:no_carry_over talk.trace.jsonl   (a parser that is broken)");
  command->callback([arguments, &status] { status = check(*arguments); });
}

}  // namespace asynchat::cli
