#include <asynchat/properties/explain.h>
#include <asynchat/properties/repro_file.h>
#include <asynchat/properties/ruler.h>
#include <asynchat/properties/wording.h>
#include <asynchat/sim/plan.h>
#include <asynchat/traces/input_file.h>
#include <asynchat/traces/repro.h>

#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <istream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "check_wording.h"
#include "command_line.h"
#include "exit_status.h"
#include "simulated_protocols.h"
#include "subjects.h"
#include "terminal.h"

namespace asynchat::cli {

namespace {

/// Events of a log that are shown before, and behind, the first that differs.
constexpr std::size_t events_before = 5;
constexpr std::size_t events_behind = 15;

struct show_arguments {
  std::string path;
  std::size_t width = 0;
};

/// Escape sequences of a terminal; all empty where there is no colour.
struct palette {
  std::string title, good, bad, faint, plain;

  static palette chosen() {
    if (!output_in_colour()) return {};
    return {"\x1b[1m", "\x1b[32m", "\x1b[1;31m", "\x1b[2m", "\x1b[0m"};
  }
};

/// The reference of the repro's subject; empty where its name stands for no framing.
properties::reference model_of(const traces::repro& recorded, side from) {
  try {
    return framing_choice(recorded.subject).parser_for(from).model;
  } catch (const unknown_framing&) {
    return {};
  }
}

/// One event on a line of that width: `name "bytes" 1 2`.
std::string event_text(const properties::event& one, std::size_t width) {
  std::string numbers;
  for (const std::int64_t number : one.numbers) numbers += ' ' + std::to_string(number);
  const std::string name = on_one_line(one.name);
  const std::size_t taken = name.size() + numbers.size() + 6;
  return name + " \"" + properties::shortened(one.bytes, width - std::min(width - 16, taken)) + '"' + numbers;
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

void print_fact(const palette& ink, const char* name, const std::string& value) {
  fmt::print("{}{:<8}{}{}\n", ink.title, name, ink.plain, value);
}

/// A trace is the likeliest thing to be shown by mistake.
void refuse_trace(const std::string& path) {
  std::string start(64, '\0');
  const std::unique_ptr<std::istream> in = traces::open_input(path);
  in->read(start.data(), static_cast<std::streamsize>(start.size()));
  if (start.find("asynchat-trace") == std::string::npos) return;
  throw traces::input_error(path, "expected a repro, which check writes when a law fails; this is a trace");
}

/// A run of a whole world: what went wrong, and all that was decided in it.
int show_simulation(const traces::repro& recorded, const std::string& path) {
  const palette ink = palette::chosen();
  print_fact(ink, "subject", on_one_line(recorded.subject));
  print_fact(ink, "law", on_one_line(recorded.property));
  print_fact(ink, "found", ink.bad + on_one_line(recorded.explanation) + ink.plain);
  print_fact(ink, "by", on_one_line(fmt::format("seed {}, {}", recorded.origin.seed, recorded.origin.tool_version)));
  print_fact(ink, "swarm", on_one_line(recorded.origin.strategy));
  fmt::print("\n{}schedule:{} {}\n", ink.title, ink.plain, counted(recorded.schedule.size(), "line"));
  for (const std::string& line : recorded.schedule) fmt::print("  {}\n", on_one_line(line));
  fmt::print("\nagain:  {}\n", replay_command(path));
  return all_held;
}

int show(const show_arguments& arguments) {
  refuse_trace(arguments.path);
  const traces::repro recorded = traces::read_repro(arguments.path);
  if (recorded.subject.starts_with(simulated_prefix)) return show_simulation(recorded, arguments.path);
  const properties::recorded_example found = properties::read_example(recorded, arguments.path);
  const properties::counterexample& example = found.example;
  const traces::repro_stream& cut = *found.stream;
  const std::size_t width = arguments.width == 0 ? std::min<std::size_t>(100, output_width()) : arguments.width;
  const palette ink = palette::chosen();

  print_fact(ink, "subject", on_one_line(recorded.subject));
  print_fact(ink, "law", fmt::format("{}: {}", recorded.property, sentence(example.details.broken)));
  print_fact(ink, "found", ink.bad + on_one_line(recorded.explanation) + ink.plain);
  print_fact(
      ink, "stream",
      on_one_line(fmt::format("{}: connection {}, from the {}", recorded.origin.trace, cut.conn, to_string(cut.from))));
  print_fact(ink, "by",
             on_one_line(fmt::format("{}, seed {}, {}", recorded.origin.strategy, recorded.origin.seed,
                                     recorded.origin.tool_version)));
  print_fact(ink, "plan", properties::shortened(cut.plan, std::max<std::size_t>(width, 16) - 12));
  if (example.action) print_fact(ink, "does", to_string(*example.action));
  const properties::ruler_options options{.width = width, .ink = {ink.bad, ink.bad, ink.faint, ink.plain}};
  fmt::print("\n{}\n", properties::draw(properties::ruler_of(example, model_of(recorded, cut.from)), options));
  const log_printer logs(example.details, width, ink);
  logs.print("expected", example.details.expected, ink.good);
  logs.print("observed", example.details.observed, ink.bad);
  fmt::print("\nagain:  {}\n", replay_command(arguments.path));
  return all_held;
}

}  // namespace

void add_show(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("show", "Show a repro file: the bytes, their cuts, and what was made of them");
  auto arguments = std::make_shared<show_arguments>();
  command->add_option("REPRO", arguments->path, "A *.repro.json that `asynchat check` wrote")->required();
  command->add_option("--width", arguments->width, "Columns; at first those of the terminal, at most 100")
      ->check(CLI::Range(40, 10000));
  command->footer(
      "Plays nothing: it shows what the file says. In colour on a terminal, unless NO_COLOR is set.\n\n"
      "Example:\n  asynchat show talk-1-client-invariance.repro.json");
  command->callback([arguments, &status] { status = show(*arguments); });
}

}  // namespace asynchat::cli
