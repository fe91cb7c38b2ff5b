#include <asynchat/properties/explain.h>
#include <asynchat/properties/repro_file.h>
#include <asynchat/properties/watchdog/feed_watchdog.h>
#include <asynchat/properties/watchdog/processor_clock.h>
#include <asynchat/traces/repro.h>

#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include <memory>
#include <sstream>
#include <string>

#include "command_line.h"
#include "exit_status.h"
#include "feed_limit.h"
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

properties::replayed play(const traces::repro& recorded, const std::string& path) {
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

int replay(const std::string& path, double feed_limit_seconds) {
  const traces::repro recorded = traces::read_repro(path);
  properties::feed_watchdog dog(in_milliseconds(feed_limit_seconds));
  const properties::feed_watchdog::watched_thread watched(dog, [](const properties::counterexample& hung) {
    fmt::print("{}: {}\n", to_string(hung.details.broken), properties::explain(hung));
  });
  const properties::replayed result = play(recorded, path);
  if (!result.failed_again) {
    fmt::print("held: {} keeps the law {} under the plan of {}\n", on_one_line(recorded.subject),
               to_string(result.property), path);
    return all_held;
  }
  fmt::print("{}: {}\n\nexpected:\n{}observed:\n{}", to_string(result.property), on_one_line(result.explanation),
             listed(result.expected), listed(result.observed));
  return result.property == properties::law::replay ? not_deterministic : law_failed;
}

}  // namespace

void add_replay(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("replay", "Play a repro file: does its subject still fail?");
  auto path = std::make_shared<std::string>();
  auto feed_limit_seconds = std::make_shared<double>(10);
  command->add_option("REPRO", *path, "A *.repro.json that `asynchat check` wrote")->required();
  add_feed_limit(*command, *feed_limit_seconds);
  command->footer(
      "Exit status 1 when it fails again, with what was expected and what was observed, or 3 where the law is\nreplay; "
      "0 when the law holds now.\n\n"
      "Example:\n  asynchat replay talk-1-client-invariance.repro.json");
  command->callback([path, feed_limit_seconds, &status] { status = replay(*path, *feed_limit_seconds); });
}

}  // namespace asynchat::cli
