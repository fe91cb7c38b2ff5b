#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "check_wording.h"
#include "command_line.h"
#include "exit_status.h"
#include "feed_limit.h"
#include "fuzz_corpus.h"
#include "fuzz_run.h"
#include "read_streams.h"
#include "terminal.h"
#include "whole_number.h"

namespace asynchat::cli {

namespace {

struct fuzz_arguments {
  std::string framing;
  std::string from = "client";
  std::string corpus;
  std::string export_folder;
  std::vector<std::string> traces;
  double seconds = 0;
  double feed_limit_seconds = 10;
  std::uint64_t runs = 0;
  fuzz_settings settings;
};

void require(bool holds, const std::string& sentence) {
  if (!holds) throw CLI::ValidationError(sentence, CLI::ExitCodes::ValidationError);
}

int write_corpus(const fuzz_arguments& arguments) {
  require(!arguments.traces.empty(), "--export-corpus needs at least one TRACE");
  const framing_choice framing(arguments.framing);
  std::vector<recorded_stream> streams;
  for (const std::string& path : arguments.traces) {
    for (recorded_stream& one : read_streams(path, 0, framing)) streams.push_back(std::move(one));
  }
  const exported_corpus written = export_corpus(streams, framing, arguments.export_folder);
  fmt::print("{}/corpus: {} inputs\n{}: {} words\n", arguments.export_folder, written.inputs, written.dictionary_path,
             written.words);
  return all_held;
}

std::string told(const fuzz_progress& done, double seconds) {
  const double rate = seconds > 0 ? static_cast<double>(done.runs) / seconds : 0;
  return fmt::format("{} runs, {:.0f} runs/s; {} inputs kept for {} shapes", done.runs, rate, done.kept, done.shapes);
}

int run_fuzzer(fuzz_arguments& arguments) {
  require(arguments.traces.empty(), "a TRACE is for --export-corpus; seeds come from --corpus DIR");
  const framing_choice framing(arguments.framing);
  fuzz_settings& settings = arguments.settings;
  settings.from = arguments.from == "server" ? side::server : side::client;
  settings.ruler_width = std::min<std::size_t>(100, output_width());
  std::vector<properties::fuzz_input> seeds;
  if (!arguments.corpus.empty()) seeds = read_corpus(arguments.corpus, framing, settings.from);

  const auto begin = std::chrono::steady_clock::now();
  const auto elapsed = [begin] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  progress_line line;
  double shown = 0;
  settings.progress = [&](const fuzz_progress& done) {
    constexpr double seconds_between = 0.2;
    if (elapsed() - shown < seconds_between) return;
    shown = elapsed();
    line.show(told(done, shown));
  };
  settings.feed_limit = in_milliseconds(arguments.feed_limit_seconds);
  settings.hung = [](const told_failure& found) { std::cout << text_of(found) << std::flush; };
  const fuzz_result result = fuzz(framing, seeds, settings);
  const double seconds = elapsed();
  line.clear();
  for (const told_failure& found : result.findings) std::cout << text_of(found) << '\n';
  std::cout.flush();
  fmt::print("{}: {}, in {:.2f} s: {}\n", framing.name(), told(result.done, seconds), seconds,
             result.findings.empty() ? "nothing found" : fmt::format("{} found", result.findings.size()));
  return result.findings.empty() ? all_held : law_failed;
}

int run_command_of(fuzz_arguments& arguments) {
  return arguments.export_folder.empty() ? run_fuzzer(arguments) : write_corpus(arguments);
}

}  // namespace

void add_fuzz(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("fuzz", "Change streams and their cuts at random, guided by what they show");
  auto arguments = std::make_shared<fuzz_arguments>();
  fuzz_settings& settings = arguments->settings;
  const CLI::Validator whole(not_a_whole_number, "");
  command->add_option("--framing", arguments->framing, "A framing, or a canary: asynchat check --help lists them")
      ->required();
  command->add_option("--from", arguments->from, "Whose bytes they are, where the directions differ")
      ->check(CLI::IsMember({"client", "server"}))
      ->capture_default_str();
  command->add_option("--corpus", arguments->corpus, "A folder of traces, captures and inputs to begin with")
      ->check(CLI::ExistingDirectory);
  auto* seconds = command->add_option("--seconds", arguments->seconds, "How long; 10 where --runs says nothing either")
                      ->check(CLI::Range(0.01, 1e7))
                      ->check(CLI::Validator(not_a_finite_number, ""));
  auto* runs = command->add_option("--runs", arguments->runs, "How many inputs")->check(whole);
  command->add_option("--seed", settings.seed, "What the changes are made from")->check(whole)->capture_default_str();
  command->add_option("--jobs", settings.jobs, "Campaigns side by side, each with a seed of its own")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  add_feed_limit(*command, arguments->feed_limit_seconds);
  command->add_option("--out", settings.repro_folder, "The folder that repro files are written to")
      ->check(CLI::ExistingDirectory)
      ->capture_default_str();
  command->add_option(
      "--export-corpus", arguments->export_folder,
      "Do not fuzz: write the inputs of the TRACEs, and a dictionary, for other fuzzers to this folder");
  command->add_option("TRACE", arguments->traces, "Traces and captures, for --export-corpus");
  command->footer(
      "Each input is a stream and its cuts, delivered whole and as cut, and judged by the laws. A campaign ends with\n"
      "its first finding, which is shrunk and becomes a *.repro.json that `asynchat replay` fails on again. With\n"
      "--runs and without --seconds, the same seed and jobs find the same.\n\n"
      "Examples:\n"
      "  asynchat fuzz --framing http1 --corpus traces/ --seconds 60 --jobs 2\n"
      "  asynchat fuzz --framing canary:stale_span --runs 100000   (a parser that is broken)\n"
      "  asynchat fuzz --export-corpus seeds --framing resp talk.trace.jsonl");
  command->callback([arguments, seconds, runs, &status] {
    constexpr double seconds_at_first = 10;
    if (*runs) arguments->settings.runs = arguments->runs;
    if (*seconds) arguments->settings.seconds = arguments->seconds;
    if (!*runs && !*seconds) arguments->settings.seconds = seconds_at_first;
    status = run_command_of(*arguments);
  });
}

}  // namespace asynchat::cli
