#include <asynchat/properties/explain.h>
#include <asynchat/properties/repro_file.h>
#include <asynchat/properties/ruler.h>
#include <asynchat/sim/plan.h>
#include <asynchat/traces/error.h>
#include <asynchat/traces/import.h>
#include <asynchat/traces/repro.h>

#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "check_wording.h"
#include "command_line.h"
#include "event_text.h"
#include "exit_status.h"
#include "first_given.h"
#include "input_kind.h"
#include "palette.h"
#include "port_option.h"
#include "show_plan.h"
#include "show_trace.h"
#include "simulated_protocols.h"
#include "standard_output.h"
#include "subjects.h"
#include "terminal.h"
#include "whole_number.h"

namespace asynchat::cli {

namespace {

/// Events of a log that are shown before, and behind, the first that differs.
constexpr std::size_t events_before = 5;
constexpr std::size_t events_behind = 15;

struct show_arguments {
  std::string path;
  std::size_t width = 0;
  std::string framing;
  std::vector<std::uint64_t> conns;
  double from_seconds = 0;
  double to_seconds = -1;  ///< none
  std::uint16_t port = 0;
};

/// The reference of the repro's subject; empty where its name stands for no framing.
properties::reference model_of(const traces::repro& recorded, side from) {
  try {
    return framing_choice(recorded.subject).parser_for(from).model;
  } catch (const unknown_framing&) {
    return {};
  }
}

class log_printer {
 public:
  log_printer(const properties::breach& details, std::size_t width, const palette& ink)
      : details_(details), width_(width), ink_(ink) {}

  void print(const char* title, const properties::events& log, const std::string& colour) const {
    fmt::print("{}{}:{} {}\n", ink_.title, title, ink_.plain, counted(log.size(), "event"));
    const std::size_t mark = details_.where ? details_.where->index : log.size();
    const std::size_t centre = std::min(mark, log.size());
    const std::size_t first = centre - std::min(centre, events_before);
    const std::size_t last = std::min(log.size(), centre + events_behind);
    const std::size_t digits = std::max<std::size_t>(3, std::to_string(last).size());
    if (first > 0) fmt::print("{}      ... {} before{}\n", ink_.faint, counted(first, "event"), ink_.plain);
    for (std::size_t i = first; i < last; ++i) print_event(i, digits, i == mark, log.list()[i], colour);
    if (last < log.size()) {
      fmt::print("{}      ... {} after{}\n", ink_.faint, counted(log.size() - last, "event"), ink_.plain);
    }
    if (details_.where && mark >= log.size()) fmt::print("{}>     (no more){}\n", colour, ink_.plain);
  }

 private:
  void print_event(std::size_t index, std::size_t digits, bool differs, const properties::event& one,
                   const std::string& colour) const {
    fmt::print("{}{} {:>{}}  {}{}\n", differs ? colour : "", differs ? '>' : ' ', index + 1, digits,
               event_text(one, width_ - 4 - digits), differs ? ink_.plain : "");
  }

  const properties::breach& details_;
  const std::size_t width_;
  const palette& ink_;
};

/// What is known of a repro, each after its name.
class fact_printer {
 public:
  fact_printer(std::size_t width, const palette& ink) : width_(width), ink_(ink) {}

  void print(const char* name, const std::string& value, const std::string& colour = {}) const {
    // Lines are broken before the colours come, which have no width.
    const std::string lines = wrapped(fmt::format("{:<{}}{}", name, indent, value), width_, indent);
    const std::string rest = lines.substr(indent, lines.size() - indent - 1);
    fmt::print("{}{}{}{}{}{}\n", ink_.title, lines.substr(0, indent), ink_.plain, colour, rest,
               colour.empty() ? "" : ink_.plain);
  }

 private:
  static constexpr std::size_t indent = 8;

  const std::size_t width_;
  const palette& ink_;
};

/// It stays whole, so that it can be copied.
void print_replay_command(const std::string& path) { fmt::print("\nagain:  {}\n", replay_command(path)); }

/// A run of a whole world: what went wrong, and all that was decided in it.
int show_simulation(const traces::repro& recorded, const std::string& path, std::size_t width) {
  const palette ink = palette::chosen();
  const fact_printer facts(width, ink);
  facts.print("subject", on_one_line(recorded.subject));
  facts.print("law", on_one_line(recorded.property));
  facts.print("found", on_one_line(recorded.explanation), ink.bad);
  facts.print("by", on_one_line(fmt::format("seed {}, {}", recorded.origin.seed, recorded.origin.tool_version)));
  facts.print("swarm", on_one_line(recorded.origin.strategy));
  fmt::print("\n{}schedule:{} {}\n", ink.title, ink.plain, counted(recorded.schedule.size(), "line"));
  for (const std::string& line : recorded.schedule) fmt::print("{}", wrapped("  " + on_one_line(line), width));
  print_replay_command(path);
  return all_held;
}

std::uint64_t in_ns(double seconds) { return static_cast<std::uint64_t>(std::llround(seconds * 1e9)); }

int show_trace(std::unique_ptr<traces::input_stream> in, const show_arguments& arguments) {
  timeline_options options;
  options.width = arguments.width == 0 ? page_width() : arguments.width;
  options.ink = palette::chosen();
  if (!arguments.framing.empty()) options.framing.emplace(arguments.framing);
  options.conns = arguments.conns;
  options.from_ns = in_ns(arguments.from_seconds);
  if (arguments.to_seconds >= 0) options.to_ns = in_ns(arguments.to_seconds);
  traces::capture_options port;
  if (arguments.port != 0) port.server_port = arguments.port;
  const std::unique_ptr<traces::event_source> source =
      traces::open_source(std::move(in), traces::name_of_input(arguments.path), port);
  show_timeline(*source, options, std::cout);
  require_output();
  warn(source->warnings());
  return all_held;
}

int show_repro(std::istream& in, const show_arguments& arguments) {
  const std::string path = traces::name_of_input(arguments.path);
  const traces::repro recorded = traces::read_repro(in, path);
  const std::size_t width = arguments.width == 0 ? std::min<std::size_t>(100, page_width()) : arguments.width;
  if (recorded.subject.starts_with(simulated_prefix)) return show_simulation(recorded, arguments.path, width);
  const properties::recorded_example found = properties::read_example(recorded, path);
  const properties::counterexample& example = found.example;
  const traces::repro_stream& cut = *found.stream;
  const palette ink = palette::chosen();
  const fact_printer facts(width, ink);

  facts.print("subject", on_one_line(recorded.subject));
  facts.print("law", fmt::format("{}: {}", recorded.property, sentence(example.details.broken)));
  facts.print("found", on_one_line(recorded.explanation), ink.bad);
  facts.print("stream", on_one_line(fmt::format("{}: connection {}, from the {}", recorded.origin.trace, cut.conn,
                                                to_string(cut.from))));
  facts.print("by", on_one_line(fmt::format("{}, seed {}, {}", recorded.origin.strategy, recorded.origin.seed,
                                            recorded.origin.tool_version)));
  facts.print("plan", fitted(cut.plan, width - 8));
  if (example.action) facts.print("does", to_string(*example.action));
  const properties::ruler_options options{.width = width, .ink = {ink.bad, ink.bad, ink.faint, ink.plain}};
  const properties::ruler picture = properties::ruler_of(example, model_of(recorded, cut.from));
  fmt::print("\n{}\n", properties::draw(picture, options));
  const std::size_t first_cut = picture.cuts.empty() ? 0 : picture.cuts.front();
  fmt::print("{}", chunks_text(example, picture.first_difference.value_or(first_cut), width, ink));
  const log_printer logs(example.details, width, ink);
  logs.print("expected", example.details.expected, ink.good);
  logs.print("observed", example.details.observed, ink.bad);
  print_replay_command(arguments.path);
  return all_held;
}

int show(const CLI::App& command, const show_arguments& arguments) {
  end_with_the_pager();
  if (arguments.to_seconds >= 0 && arguments.to_seconds < arguments.from_seconds) {
    throw traces::input_error("--to", "expected no time before that of --from");
  }
  std::unique_ptr<traces::input_stream> in = traces::open_input(arguments.path);
  if (!is_repro(*in, arguments.path)) return show_trace(std::move(in), arguments);
  constexpr const char* for_traces[] = {"--framing", "--conn", "--from", "--to", "--port"};
  const std::string given = first_given(command, for_traces);
  if (!given.empty()) throw traces::input_error(arguments.path, "a repro is shown whole; " + given + " is for traces");
  return show_repro(*in, arguments);
}

}  // namespace

void add_show(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("show", "Show a trace, a capture or a repro in the terminal");
  auto arguments = std::make_shared<show_arguments>();
  command->add_option("FILE", arguments->path, "A trace (*.trace.jsonl; - is stdin), a capture, or a *.repro.json")
      ->required();
  command
      ->add_option("--width", arguments->width,
                   "Columns; at first COLUMNS or those of the terminal, and for a repro at most 100")
      ->check(CLI::Range(40, 10000));
  command->add_option("--framing", arguments->framing,
                      "Of a trace: show its frames under the chunks that complete them (asynchat check --help)");
  command->add_option("--conn", arguments->conns, "Of a trace: only this connection; may be repeated")
      ->allow_extra_args(false)
      ->check(CLI::Validator(not_a_whole_number, ""));
  command->add_option("--from", arguments->from_seconds, "Of a trace: only events at this second or later")
      ->check(CLI::Range(0.0, 9e6))
      ->check(CLI::Validator(not_a_finite_number, ""));
  command->add_option("--to", arguments->to_seconds, "Of a trace: only events at this second or before; it ends there")
      ->check(CLI::Range(0.0, 9e6))
      ->check(CLI::Validator(not_a_finite_number, ""));
  add_port(*command, arguments->port);
  command->footer(
      "Plays nothing: it shows what the file says. In colour on a terminal, unless NO_COLOR is set.\n"
      "Of a trace: one connection after another, each when it is over: its totals, then its events: at which second,\n"
      "-> from the client or <- from the server, how many bytes, and as many of them as there is room for. A chunk "
      "that\nends between the bytes of a terminator is marked.\n\n"
      "Examples:\n"
      "  asynchat show talk-1-client-invariance.repro.json\n"
      "  asynchat show --framing smtp talk.trace.jsonl\n"
      "  asynchat show --conn 3 --from 1.5 --to 2 talk.trace.jsonl | less\n"
      "  asynchat show talk.pcapng");
  command->callback([command, arguments, &status] { status = show(*command, *arguments); });
}

}  // namespace asynchat::cli
