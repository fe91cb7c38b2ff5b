#include "check_program.h"

#include <asynchat/properties/final_result.h>
#include <asynchat/traces/error.h>

#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <limits>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "check_progress.h"
#include "check_report.h"
#include "foreign_check.h"
#include "terminal.h"
#include "waiting_streams.h"
#include "work_limit.h"

namespace asynchat::cli {

namespace {

/// What a foreign parser is played through, and what of it is compared.
struct foreign_parser {
  explicit foreign_parser(const check_arguments& arguments) {
    auto made = make_foreign(arguments.foreign);
    parser = made.get();
    compared = std::move(made);
    if (arguments.compare == "result") compared = std::make_unique<properties::final_result>(std::move(compared));
  }

  foreign_subject* parser = nullptr;
  std::unique_ptr<const properties::subject> compared;
};

/// Several conversations at a time are for servers whose user asked for them: a server may keep a state that all share.
std::size_t plays_at_a_time(const check_arguments& arguments) {
  return arguments.foreign.server.empty() || arguments.jobs_given ? arguments.jobs : 1;
}

/// Plans of each stream: about ten seconds' worth, if a program takes as long as an interpreter does to start.
constexpr std::uint64_t plans_for_programs = 1000;
constexpr std::uint64_t plans_for_servers = 200;

std::uint64_t plans_max(const check_arguments& arguments) {
  const std::uint64_t usual = arguments.foreign.server.empty() ? plans_for_programs : plans_for_servers;
  const std::uint64_t most = arguments.plans_max.value_or(usual);
  return most > 0 ? most : std::numeric_limits<std::uint64_t>::max();
}

/// Checks one stream after the other.
class program_check {
 public:
  program_check(const check_arguments& arguments, const framing_choice& aim, const foreign_parser& parser)
      : arguments_(arguments),
        aim_(aim),
        parser_(parser),
        source_(arguments.inputs, arguments.port, aim, arguments.side == "client" ? side::client : side::server),
        streams_(source_, waiting_streams::order::as_recorded),
        limit_(arguments.budget_seconds),
        progress_(arguments.quiet) {
    parser.parser->break_off_when([this] { return limit_.reached(); });
    settings_.seed = arguments.seed;
    settings_.jobs = plays_at_a_time(arguments);
    settings_.plans_max = plans_max(arguments);
    settings_.strategies = arguments.strategies;
    settings_.stop = [this] { return limit_.reached(); };
  }

  void run(check_outcome& outcome) {
    const stems names = stems_of(arguments_.inputs);
    progress_.streams_done(streams_.progress());
    while (const std::optional<waiting_streams::turn> next = streams_.take()) {
      outcome.add(check(next->stream, names.at(next->stream.trace)));
      streams_.finish(next->stream);
      progress_.streams_done(streams_.progress());
    }
    outcome.finish();
    progress_.clear();
    outcome.was_interrupted = limit_.interrupted();
  }

 private:
  checked check(const recorded_stream& stream, const std::string& stem) {
    checked result{.stream = stream, .bytes = stream.bytes.size()};
    if (limit_.reached()) {
      result.begun = false;
      result.report.stopped = true;
      return result;
    }
    const auto begin = std::chrono::steady_clock::now();
    settings_.progress = [&](const properties::check_progress& now) { progress_.within(stream, now); };
    foreign_report came_to =
        check_foreign(*parser_.parser, *parser_.compared, stream, aim_.parser_for(stream.from), settings_);
    result.report = std::move(came_to.report);
    result.not_deterministic = came_to.not_deterministic;
    if (came_to.found) {
      result.failure = told(*came_to.found, came_to.failure, stream, stem);
      result.failure->aside = std::move(came_to.aside);
    }
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return result;
  }

  told_failure told(const properties::failure& found, const properties::counterexample& small,
                    const recorded_stream& stream, const std::string& stem) const {
    check_settings telling;
    telling.seed = arguments_.seed;
    telling.repro_folder = arguments_.repro_folder;
    telling.ruler_width = std::min<std::size_t>(100, output_width());
    const properties::subject& parser = *parser_.compared;
    told_failure result = tell(small, stream, stem, parser.name(), parser, {}, telling);
    result.found_at = offset_of(found);
    result.replay_options = to_options(arguments_.foreign);
    return result;
  }

  const check_arguments& arguments_;
  const framing_choice& aim_;
  const foreign_parser& parser_;
  stream_source source_;
  waiting_streams streams_;
  const work_limit limit_;
  check_progress progress_;
  foreign_settings settings_;
};

std::vector<std::string> notes_on(const foreign_subject& parser) {
  std::vector<std::string> notes{fmt::format("Without a reference, a {} is held against itself alone. Not for it: {}.",
                                             parser.noun(), strategies_left_out)};
  if (parser.keeps_state()) {
    notes.push_back("The kernel may join chunks on their way to a server: what held here may still fail.");
  }
  return notes;
}

}  // namespace

void add_program_options(CLI::App& command, check_arguments& arguments) {
  add_foreign_options(command, arguments.foreign);
  command.add_option("--side", arguments.side, "Whose bytes a program or a server gets")
      ->check(CLI::IsMember({"client", "server"}))
      ->capture_default_str();
  command.add_option("--plans", arguments.plans_max,
                     fmt::format("Plans of each stream that a program, at first {}, or a server, {}, gets; 0 for all",
                                 plans_for_programs, plans_for_servers));
}

int check_program(const check_arguments& arguments) {
  const framing_choice aim(arguments.framing.empty() ? "line" : arguments.framing);
  const foreign_parser parser(arguments);
  check_outcome outcome;
  outcome.subject = parser.compared->name();
  outcome.seed = arguments.seed;
  outcome.strategies = arguments.strategies;
  outcome.budget_seconds = arguments.budget_seconds;
  outcome.notes = notes_on(*parser.parser);
  outcome.keeps_all = has_entries_for_all(arguments.reports);
  const auto begin = std::chrono::steady_clock::now();
  program_check check(arguments, aim, parser);
  check.run(outcome);
  outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return report_check(outcome, arguments.reports);
}

}  // namespace asynchat::cli
