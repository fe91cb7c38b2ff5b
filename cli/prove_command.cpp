#include <asynchat/traces/error.h>

#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "check_progress.h"
#include "check_wording.h"
#include "command_line.h"
#include "exit_status.h"
#include "feed_limit.h"
#include "port_option.h"
#include "prove_report.h"
#include "prove_run.h"
#include "read_streams.h"
#include "terminal.h"

namespace asynchat::cli {

namespace {

using properties::proof_result;

struct prove_arguments {
  std::string framing;
  std::vector<std::string> inputs;
  std::size_t window_bytes = 0;
  std::size_t jobs = std::max(1u, std::thread::hardware_concurrency());
  std::uint16_t port = 0;
  std::string repro_folder = ".";
  double feed_limit_seconds = 10;
  bool strict = false;
  bool json = false;
};

/// A proof about no frame at all is none.
void require_frames(const std::vector<proven>& results, const prove_arguments& arguments) {
  const bool any = std::any_of(results.begin(), results.end(), [](const proven& one) {
    return one.report.frames > 0 || one.report.result != proof_result::proved;
  });
  if (any) return;
  const std::string others =
      arguments.inputs.size() == 1 ? "" : fmt::format(" and {} more", arguments.inputs.size() - 1);
  throw traces::input_error(arguments.inputs.front() + others,
                            "expected at least one frame of " + arguments.framing + "; there is none to prove");
}

exit_status status_of(const std::vector<proven>& results, bool strict) {
  const bool repeat_themselves = std::none_of(results.begin(), results.end(), [](const proven& one) {
    return one.failure && one.failure->law == to_string(properties::law::replay);
  });
  if (!repeat_themselves) return not_deterministic;
  if (count(results, proof_result::failed) > 0) return law_failed;
  const std::size_t unproved = count(results, proof_result::unproved);
  if (unproved == 0) return all_held;
  if (!strict) warn(fmt::format("{} of {} streams unproved", unproved, results.size()));
  return strict ? not_covered : all_held;
}

int prove(const prove_arguments& arguments) {
  const framing_choice framing(arguments.framing);
  stream_source streams(arguments.inputs, arguments.port, framing);
  check_settings settings;
  settings.jobs = arguments.jobs;
  settings.repro_folder = arguments.repro_folder;
  settings.ruler_width = std::min<std::size_t>(100, output_width());
  settings.feed_limit = in_milliseconds(arguments.feed_limit_seconds);
  settings.hung = [](const checked& one) {
    std::cout << where(one.stream) << '\n' << text_of(*one.failure) << std::flush;
  };
  progress_line progress;
  settings.progress = [&](const streams_progress& now) {
    progress.show(fmt::format("{} of {} streams done", now.done, known_streams(now)));
  };
  const auto begin = std::chrono::steady_clock::now();
  const std::vector<proven> results =
      prove_streams(streams, stems_of(arguments.inputs), framing, arguments.window_bytes, settings);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  progress.clear();
  require_frames(results, arguments);

  if (arguments.json) {
    std::cout << json_of(results, framing.name(), seconds) << '\n';
  } else {
    std::cout << rows_of(results) << failures_of(results) << summary_of(results, seconds);
  }
  std::cout.flush();
  return status_of(results, arguments.strict);
}

}  // namespace

void add_prove(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("prove", "Prove that no cut of recorded streams changes what a parser tells");
  auto arguments = std::make_shared<prove_arguments>();
  command->add_option("FILE", arguments->inputs, "Traces (*.trace.jsonl) and captures (pcap, pcapng); - is stdin")
      ->required();
  command->add_option("--framing", arguments->framing, "How the streams are framed; see asynchat check --help")
      ->required();
  command
      ->add_option("--window", arguments->window_bytes,
                   "The longest chunk in bytes; at first all lengths up to 2,048 bytes of stream, above it fewer")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1} << 20));
  command->add_option("--jobs", arguments->jobs, "Streams proved at a time; at first one for each processor")
      ->check(CLI::Range(1, 1024));
  add_port(*command, arguments->port);
  command->add_option("--out", arguments->repro_folder, "The folder that repro files are written to")
      ->check(CLI::ExistingDirectory)
      ->capture_default_str();
  add_feed_limit(*command, arguments->feed_limit_seconds);
  command->add_flag("--strict", arguments->strict, "A stream that is unproved is exit status 4, not only a warning");
  command->add_flag("--json", arguments->json, "Print one JSON object instead of the rows");
  command->footer(
      exit_status_help() +
      "\nEach stream is one of three:\n"
      "  proved    every cut of it gives the same events, those of the reference: by induction over the parser's\n"
      "            states, all chunks i..j from the state after i bytes; above 2,048 bytes, chunks to a window\n"
      "  unproved  nothing wrong was found, and yet the proof does not go through: a state differs and nothing shows\n"
      "            it, or the parser has no states and the stream is above 16 bytes. A warning, exit status 0\n"
      "  failed    two deliveries differ: one sentence, a ruler, and a *.repro.json for `asynchat replay`\n"
      "\nExamples:\n"
      "  asynchat prove --framing http1 talk.trace.jsonl\n"
      "  asynchat prove --framing resp --window 64 --strict capture.pcapng\n"
      "  asynchat prove --framing canary:reads_counted talk.trace.jsonl   (a parser that is broken)");
  command->callback([arguments, &status] { status = prove(*arguments); });
}

}  // namespace asynchat::cli
