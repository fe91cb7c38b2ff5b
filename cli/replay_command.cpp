#include <asynchat/properties/explain.h>
#include <asynchat/properties/final_result.h>
#include <asynchat/properties/repro_file.h>
#include <asynchat/properties/watchdog/feed_watchdog.h>
#include <asynchat/properties/watchdog/processor_clock.h>
#include <asynchat/traces/repro.h>

#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include "command_line.h"
#include "exit_status.h"
#include "feed_limit.h"
#include "programs/foreign_choice.h"
#include "replay/trace_options.h"
#include "replay/trace_replay.h"
#include "replay_simulation.h"
#include "shell_word.h"
#include "simulated_protocols.h"
#include "socket_worlds.h"
#include "subjects.h"
#include "terminal.h"

namespace asynchat::cli {

namespace {

/// The side whose stream is cut.
side cut_side(const traces::repro& recorded) {
  for (const traces::repro_stream& one : recorded.streams) {
    if (!one.plan.empty()) return one.from;
  }
  return side::client;
}

std::string listed(const properties::events& log) {
  std::ostringstream text;
  for (const properties::event& one : log.list()) text << "  " << one << '\n';
  return text.str();
}

struct replay_arguments {
  std::string path;
  foreign_choice foreign;
  bool trust = false;
  double feed_limit_seconds = 10;
  trace_choice trace;
};

/// Splits "exec:CMD" or "connect:HOST:PORT" off a subject's name; without either, nothing is foreign.
foreign_choice foreign_subject_of(std::string_view subject) {
  constexpr std::string_view exec = "exec:";
  constexpr std::string_view connect = "connect:";
  foreign_choice named;
  if (subject.starts_with(exec)) named.command = subject.substr(exec.size());
  if (subject.starts_with(connect)) named.server = subject.substr(connect.size());
  return named;
}

/// The program or server to play to. What a file names is not run unless the user says so: a repro may come from
/// anyone.
foreign_choice choose_foreign(const foreign_choice& named, const replay_arguments& arguments) {
  if (arguments.foreign.is_made()) return arguments.foreign;
  const bool is_program = named.server.empty();
  const std::string what = is_program ? named.command : named.server;
  if (!arguments.trust) {
    throw traces::input_error(
        arguments.path,
        fmt::format("its subject is the {} {}; a file's word for that is not enough: give {}, or --trust",
                    is_program ? "program" : "server", shell_word(what),
                    is_program ? "--exec CMD" : "--connect HOST:PORT"));
  }
  foreign_choice trusted = arguments.foreign;
  trusted.command = named.command;
  trusted.server = named.server;
  return trusted;
}

properties::replayed play(const traces::repro& recorded, const replay_arguments& arguments) {
  const std::string& path = arguments.path;
  constexpr std::string_view result = "result:";
  const bool only_result = recorded.subject.starts_with(result);
  const foreign_choice named =
      foreign_subject_of(std::string_view(recorded.subject).substr(only_result ? result.size() : 0));
  if (named.is_made()) {
    std::unique_ptr<const properties::subject> parser = make_foreign(choose_foreign(named, arguments));
    if (only_result) parser = std::make_unique<properties::final_result>(std::move(parser));
    return properties::replay(*parser, recorded, path);
  }
  if (arguments.foreign.is_made()) {
    throw traces::input_error(path, "subject: expected exec:CMD or connect:HOST:PORT, not " + recorded.subject);
  }
  try {
    const framing_choice framing(recorded.subject);
    properties::check_options means;
    means.clock = properties::processor_clock();
    means.other_worlds = socket_worlds();
    return properties::replay(*framing.parser_for(cut_side(recorded)).subject, recorded, path, means);
  } catch (const unknown_framing& error) {
    throw traces::input_error(path, "subject: " + std::string(error.what()));
  }
}

int replay_repro(const replay_arguments& arguments) {
  const std::string& path = arguments.path;
  const traces::repro recorded = traces::read_repro(path);
  if (recorded.subject.starts_with(simulated_prefix)) return replay_simulation(recorded, path);
  properties::feed_watchdog dog(in_milliseconds(arguments.feed_limit_seconds));
  const properties::feed_watchdog::watched_thread watched(dog, [](const properties::counterexample& hung) {
    fmt::print("{}: {}\n", to_string(hung.details.broken), properties::explain(hung));
  });
  const properties::replayed result = play(recorded, arguments);
  if (!result.failed_again) {
    fmt::print("held: {} keeps the law {} under the plan of {}\n", on_one_line(recorded.subject),
               to_string(result.property), path);
    return all_held;
  }
  fmt::print("{}: {}\n\nexpected:\n{}observed:\n{}", to_string(result.property), on_one_line(result.explanation),
             listed(result.expected), listed(result.observed));
  return result.property == properties::law::replay ? not_deterministic : law_failed;
}

int replay(const CLI::App& command, const replay_arguments& arguments) {
  const std::string for_traces = option_for_traces(command);
  const std::string for_repros = option_for_repros(command);
  if (is_repro(arguments.path, for_traces.empty() && arguments.path != "-")) {
    if (for_traces.empty()) return replay_repro(arguments);
    throw traces::input_error(arguments.path, "a repro says itself how it is played; " + for_traces + " is for traces");
  }
  if (!for_repros.empty()) {
    throw traces::input_error(arguments.path, for_repros + " is for repros; see --to and --exec for traces");
  }
  return replay_trace(arguments.path, arguments.trace, arguments.foreign);
}

}  // namespace

void add_replay(CLI::App& app, int& status) {
  auto* command = app.add_subcommand(
      "replay",
      "Play a repro: does its subject still fail? Or a trace: into a framing, to a server, a program, a client");
  auto arguments = std::make_shared<replay_arguments>();
  command
      ->add_option("FILE", arguments->path,
                   "A *.repro.json that `asynchat check` wrote; or a trace or a capture, - for a trace on stdin")
      ->required();
  add_feed_limit(*command, arguments->feed_limit_seconds);
  add_foreign_options(*command, arguments->foreign);
  command->add_flag("--trust", arguments->trust, "Run the program, or speak to the server, that the file names");
  add_trace_options(*command, arguments->trace);
  command->footer(
      "A repro: exit status 1 when it fails again, with what was expected and what was observed, or 3 where the law "
      "is\n"
      "replay; 0 when the law holds now.\n"
      "A trace: exit status 1 when a connection is not as recorded, 4 when one could not be played whole, because the\n"
      "recording has gaps, and 75 when nobody can be reached.\n\n"
      "Examples:\n"
      "  asynchat replay talk-1-client-invariance.repro.json\n"
      "  asynchat replay talk.trace.jsonl --framing resp\n"
      "  asynchat replay talk.trace.jsonl --to localhost:8080 --ignore '^Date: .*'\n"
      "  asynchat replay talk.trace.jsonl --exec ./server-on-stdio --strategy byte\n"
      "  asynchat replay talk.trace.jsonl --as-server localhost:8080 --speed 1");
  command->callback([command, arguments, &status] { status = replay(*command, *arguments); });
}

}  // namespace asynchat::cli
