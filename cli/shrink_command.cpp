#include <asynchat/properties/explain.h>
#include <asynchat/properties/watchdog/feed_watchdog.h>
#include <asynchat/sim/plan.h>
#include <asynchat/traces/input_file.h>
#include <asynchat/traces/repro.h>

#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "check_wording.h"
#include "command_line.h"
#include "exit_status.h"
#include "feed_limit.h"
#include "input_kind.h"
#include "repro_subject.h"
#include "shrink_run.h"
#include "simulated_protocols.h"
#include "terminal.h"
#include "whole_number.h"

namespace asynchat::cli {

namespace {

struct shrink_arguments {
  std::string path;
  std::string output;
  repro_trust trust;
  double budget_seconds = 30;
  double feed_limit_seconds = 10;
};

/// How large a repro is, in all that shrinking takes away.
struct repro_size {
  std::size_t bytes = 0;  ///< of the streams that are cut
  std::size_t heard = 0;  ///< bytes of the other side
  std::size_t cuts = 0;
  std::size_t steps = 0;  ///< of the plans
  std::size_t lines = 0;  ///< of the schedule
  std::size_t words = 0;  ///< of the schedule

  static repro_size of(const traces::repro& what) {
    repro_size size;
    size.lines = what.schedule.size();
    for (const std::string& line : what.schedule) {
      size.words += 1 + static_cast<std::size_t>(std::count(line.begin(), line.end(), ' '));
    }
    for (const traces::repro_stream& one : what.streams) {
      (one.heard.empty() ? size.bytes : size.heard) += one.bytes.size();
      const auto parsed = sim::parse_plan(one.plan);
      const auto* const steps = std::get_if<sim::plan>(&parsed);
      if (one.plan.empty() || steps == nullptr) continue;
      size.cuts += sim::cuts_of(*steps).size();
      size.steps += steps->recv.size() + steps->send.size();
    }
    return size;
  }
};

/// "bytes 1,234 to 5, cuts 12 to 1".
std::string difference_of(const repro_size& before, const repro_size& after) {
  std::string text;
  const auto add = [&](const char* what, std::size_t was, std::size_t is) {
    if (was != is) text += fmt::format("{}{} {} to {}", text.empty() ? "" : ", ", what, grouped(was), grouped(is));
  };
  add("bytes", before.bytes, after.bytes);
  add("bytes heard", before.heard, after.heard);
  add("cuts", before.cuts, after.cuts);
  add("steps", before.steps, after.steps);
  add("schedule lines", before.lines, after.lines);
  add("words in them", before.words, after.words);
  return text.empty() ? "bytes that are simpler" : text;
}

/// NAME.repro.json becomes NAME-shrunk.repro.json.
std::string name_beside(std::string path) {
  for (const std::string_view suffix : {".json", ".repro"}) {
    if (path.ends_with(suffix)) path.resize(path.size() - suffix.size());
  }
  return path + "-shrunk.repro.json";
}

std::string how_text(const shrunk& result, const traces::repro& recorded, bool is_out_of_time) {
  switch (result.how) {
    case shrunk::verdict::smaller:
      return "smaller: " + difference_of(repro_size::of(recorded), repro_size::of(result.small));
    case shrunk::verdict::whole:
      return fmt::format("cannot be shrunk: by the law {}, a part of a delivery cannot be judged",
                         on_one_line(recorded.property));
    default:
      return is_out_of_time ? "cannot be shrunk in that time" : "cannot be shrunk further";
  }
}

/// Writes what became of it; returns what there is to say.
std::string write_and_tell(const shrunk& result, const std::string& output, const repro_trust& trust) {
  told_failure told;
  told.law = on_one_line(result.small.property);
  told.sentence = on_one_line(result.small.explanation);
  told.ruler = result.ruler;
  told.repro_path = output;
  told.replay_options = trust.foreign.is_made() ? to_options(trust.foreign) : trust.all ? " --trust" : "";
  if (output != "-") {
    traces::write_repro(output, result.small);
    return text_of(told);
  }
  traces::write_repro(std::cout, result.small);
  return fmt::format("{}: {}\n{}{}", told.law, told.sentence, told.ruler.empty() ? "" : "\n", told.ruler);
}

int shrink(const shrink_arguments& arguments) {
  const std::string& path = arguments.path;
  const std::unique_ptr<traces::input_stream> in = traces::open_input(path);
  require_repro(*in, path);
  const traces::repro recorded = traces::read_repro(*in, traces::name_of_input(path));
  if (path == "-" && arguments.output.empty()) throw CLI::RequiredError("-o");
  properties::feed_watchdog dog(in_milliseconds(arguments.feed_limit_seconds));
  const properties::feed_watchdog::watched_thread watched(dog, [](const properties::counterexample& hung) {
    fmt::print("a parser that does not return cannot be shrunk: {}\n", properties::explain(hung));
  });
  const bool is_simulated = recorded.subject.starts_with(simulated_prefix);
  // A program watches for signals before the limit does.
  const repro_subject subject = is_simulated ? repro_subject() : subject_of(recorded, path, arguments.trust);
  shrink_limit limit(arguments.budget_seconds);
  const shrunk result = shrink_repro(recorded, subject, path, limit);
  const std::string how = how_text(result, recorded, limit.reached());
  limit.end();
  const std::string name = on_one_line(recorded.subject);
  if (result.how == shrunk::verdict::held) {
    fmt::print("held: {} keeps the law {} now; nothing is written\n", name, on_one_line(recorded.property));
    return all_held;
  }
  if (result.how == shrunk::verdict::undecided) {
    fmt::print("no verdict: a bound ends the run of {}; nothing is written\n", name);
    return budget_ended;
  }
  if (result.how == shrunk::verdict::unsteady) {
    fmt::print("not deterministic: what is smaller does not fail each time {} is played; nothing is written\n", name);
    return not_deterministic;
  }
  if (result.how != shrunk::verdict::smaller && arguments.output.empty()) {
    fmt::print("{}; nothing is written\n", how);
  } else {
    const std::string output = arguments.output.empty() ? name_beside(path) : arguments.output;
    const std::string text = write_and_tell(result, output, arguments.trust);
    (output == "-" ? std::cerr : std::cout) << how << '\n' << text;
  }
  return limit.interrupted() ? interrupted : all_held;
}

}  // namespace

void add_shrink(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("shrink", "Make a repro smaller: fewer bytes, cuts and steps that fail as before");
  auto arguments = std::make_shared<shrink_arguments>();
  command->add_option("REPRO", arguments->path, "A *.repro.json that `asynchat check` or `sim` wrote; - is stdin")
      ->required();
  command->add_option("-o,--output", arguments->output,
                      "The repro to write; - is stdout; at first NAME-shrunk.repro.json beside the other");
  command->add_option("--budget", arguments->budget_seconds, "Seconds after which the smallest so far is written")
      ->check(CLI::Range(0.001, 1e9))
      ->check(CLI::Validator(not_a_finite_number, ""))
      ->capture_default_str();
  add_feed_limit(*command, arguments->feed_limit_seconds);
  add_trust_options(*command, arguments->trust);
  command->footer(
      "What it writes has failed by the same law, played twice. A repro that holds now, and one of which nothing can "
      "be\nleft away, is not written again, the latter unless -o is given. check and sim shrink what they find, too, "
      "but\nonly for a moment.\n"
      "Exit status 0 also when the law holds now; 3 when it does not fail each time.\n\n"
      "Examples:\n"
      "  asynchat shrink talk-1-client-invariance.repro.json\n"
      "  asynchat shrink --exec './parser --strict' big.repro.json -o small.repro.json");
  command->callback([arguments, &status] { status = shrink(*arguments); });
}

}  // namespace asynchat::cli
