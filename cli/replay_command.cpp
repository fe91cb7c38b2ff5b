#include <asynchat/properties/explain.h>
#include <asynchat/properties/repro_file.h>
#include <asynchat/properties/watchdog/feed_watchdog.h>
#include <asynchat/traces/input_file.h>
#include <asynchat/traces/repro.h>

#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include <istream>
#include <memory>
#include <string>
#include <utility>

#include "command_line.h"
#include "event_text.h"
#include "exit_status.h"
#include "feed_limit.h"
#include "input_kind.h"
#include "replay/trace_options.h"
#include "replay/trace_replay.h"
#include "replay_simulation.h"
#include "repro_subject.h"
#include "simulated_protocols.h"
#include "terminal.h"

namespace asynchat::cli {

namespace {

struct replay_arguments {
  std::string path;
  repro_trust trust;
  double feed_limit_seconds = 10;
  trace_choice trace;
};

int replay_repro(std::istream& in, const replay_arguments& arguments) {
  const std::string path = traces::name_of_input(arguments.path);
  const traces::repro recorded = traces::read_repro(in, path);
  if (recorded.subject.starts_with(simulated_prefix)) return replay_simulation(recorded, path);
  properties::feed_watchdog dog(in_milliseconds(arguments.feed_limit_seconds));
  const properties::feed_watchdog::watched_thread watched(dog, [](const properties::counterexample& hung) {
    fmt::print("{}: {}\n", to_string(hung.details.broken), properties::explain(hung));
  });
  const repro_subject subject = subject_of(recorded, path, arguments.trust);
  const properties::replayed result = properties::replay(*subject.parser, recorded, path, means_of_replay());
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
  std::unique_ptr<traces::input_stream> in = traces::open_input(arguments.path);
  if (is_repro(*in, arguments.path)) {
    if (for_traces.empty()) return replay_repro(*in, arguments);
    throw traces::input_error(arguments.path, "a repro says itself how it is played; " + for_traces + " is for traces");
  }
  if (!for_repros.empty()) {
    throw traces::input_error(arguments.path, for_repros + " is for repros; see --to and --exec for traces");
  }
  const bool has_wire = command.count("--to") + command.count("--exec") + command.count("--as-server") > 0;
  const std::string for_wires = option_for_wires(command);
  if (!has_wire && !for_wires.empty()) {
    throw traces::input_error(for_wires, "expected --to, --exec or --as-server with it");
  }
  return replay_trace(std::move(in), arguments.path, arguments.trace, arguments.trust.foreign);
}

}  // namespace

void add_replay(CLI::App& app, int& status) {
  auto* command = app.add_subcommand(
      "replay",
      "Play a repro: does its subject still fail? Or a trace: into a framing, to a server, a program, a client");
  auto arguments = std::make_shared<replay_arguments>();
  command
      ->add_option("FILE", arguments->path,
                   "A *.repro.json that `asynchat check` wrote; or a trace or a capture; - is stdin")
      ->required();
  add_feed_limit(*command, arguments->feed_limit_seconds);
  add_trust_options(*command, arguments->trust);
  add_trace_options(*command, arguments->trace);
  command->footer(
      "A repro: exit status 1 when it fails again, with what was expected and what was observed, or 3 where the law "
      "is\n"
      "replay; 0 when the law holds now.\n"
      "A trace: exit status 1 when a connection is not as recorded, 4 when one could not be played whole, because the\n"
      "recording has gaps, and 75 when nobody can be reached, or it cannot listen.\n\n"
      "Examples:\n"
      "  asynchat replay talk-1-client-invariance.repro.json\n"
      "  asynchat replay talk.trace.jsonl --framing resp\n"
      "  asynchat replay talk.trace.jsonl --to localhost:8080 --ignore '^Date: .*'\n"
      "  asynchat replay talk.trace.jsonl --exec ./server-on-stdio --strategy byte\n"
      "  asynchat replay talk.trace.jsonl --as-server localhost:8080 --speed 1");
  command->callback([command, arguments, &status] { status = replay(*command, *arguments); });
}

}  // namespace asynchat::cli
