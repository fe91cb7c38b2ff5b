#include <asynchat/traces/import.h>

#include <CLI/CLI.hpp>

#include <cstdint>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "command_line.h"
#include "diff_report.h"
#include "event_text.h"
#include "exit_status.h"
#include "input_kind.h"
#include "palette.h"
#include "port_option.h"
#include "standard_output.h"
#include "terminal.h"
#include "trace_diff.h"

namespace asynchat::cli {

namespace {

struct diff_arguments {
  of_both<std::string> paths;
  std::string framing;
  std::vector<std::string> ignored;
  std::size_t width = 0;
  std::uint16_t port = 0;
  bool json = false;
};

/// One JSON object, of which each line is written as soon as its connections are over.
diff_totals diff_as_json(traces::event_source& a, traces::event_source& b, const diff_options& options) {
  const auto quoted = [](const std::string& path) { return nlohmann::json(on_one_line(path)).dump(-1, ' ', true); };
  std::cout << "{\"a\":" << quoted(a.file()) << ",\"b\":" << quoted(b.file()) << ",\"connections\":[";
  const char* before = "\n";
  const diff_totals totals = compare_traces(a, b, options, [&](const connection_diff& pair) {
    std::cout << before << json_of(pair);
    before = ",\n";
    require_output();
  });
  const bool same = totals.different + totals.only[0] + totals.only[1] == 0;
  std::cout << "],\n\"same\":" << (same ? "true" : "false") << ",\"connections_same\":" << totals.same
            << ",\"connections_different\":" << totals.different << ",\"only_in_a\":" << totals.only[0]
            << ",\"only_in_b\":" << totals.only[1] << "}\n";
  return totals;
}

diff_totals diff_as_text(traces::event_source& a, traces::event_source& b, const diff_options& options,
                         std::size_t width) {
  const palette ink = palette::chosen();
  std::cout << wrapped("A  " + on_one_line(a.file()), width) << wrapped("B  " + on_one_line(b.file()), width) << '\n';
  const diff_totals totals = compare_traces(a, b, options, [&](const connection_diff& pair) {
    std::cout << text_of(pair, width, ink);
    require_output();
  });
  const bool is_empty = totals.same + totals.different + totals.only[0] + totals.only[1] == 0;
  std::cout << (is_empty ? "no connections, neither in A nor in B\n" : '\n' + wrapped(text_of(totals), width));
  return totals;
}

int diff(const diff_arguments& arguments) {
  end_with_the_pager();
  const auto& [a_path, b_path] = arguments.paths;
  if (a_path == "-" && b_path == "-") throw CLI::ValidationError("A, B", "only one of them can be standard input");
  traces::capture_options port;
  if (arguments.port != 0) port.server_port = arguments.port;
  const auto opened = [&](const std::string& path) {
    std::unique_ptr<traces::input_stream> in = traces::open_input(path);
    refuse_repro(*in, path);
    return traces::open_source(std::move(in), traces::name_of_input(path), port);
  };
  const std::unique_ptr<traces::event_source> a = opened(a_path);
  const std::unique_ptr<traces::event_source> b = opened(b_path);
  diff_options options;
  if (!arguments.framing.empty()) options.framing.emplace(arguments.framing);
  if (!arguments.ignored.empty()) options.ignored.emplace(arguments.ignored);
  const std::size_t width = arguments.width == 0 ? page_width() : arguments.width;
  const diff_totals totals = arguments.json ? diff_as_json(*a, *b, options) : diff_as_text(*a, *b, options, width);
  warn(a->warnings());
  warn(b->warnings());
  return totals.different + totals.only[0] + totals.only[1] > 0 ? law_failed : all_held;
}

}  // namespace

void add_diff(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("diff", "Compare two traces: bytes, frames, ends; and what changed in time");
  auto arguments = std::make_shared<diff_arguments>();
  command->add_option("A", arguments->paths[0], "A trace (*.trace.jsonl; - is stdin) or a capture")->required();
  command->add_option("B", arguments->paths[1], "Another")->required();
  command->add_option("--framing", arguments->framing,
                      "Tell in which frame the first difference lies (asynchat check --help)");
  command
      ->add_option("--ignore", arguments->ignored,
                   "What is not compared in each line: a regular expression (RE2); may be repeated")
      ->allow_extra_args(false)
      ->check(CLI::Validator(what_is_wrong_with, "REGEX"));
  command->add_flag("--json", arguments->json, "Print one JSON object instead");
  command->add_option("--width", arguments->width, "Columns; at first COLUMNS or those of the terminal")
      ->check(CLI::Range(40, 10000));
  add_port(*command, arguments->port);
  command->footer(
      "Connections are paired by the order in which they open; each pair is told of when it is over. Neither how the "
      "bytes\nare cut into chunks nor when they come makes a difference; both are told of. What comes behind a gap is "
      "not compared.\n"
      "Exit status 0 when all connections have the same bytes and ends, 1 when not.\n\n"
      "Examples:\n"
      "  asynchat diff before.trace.jsonl after.trace.jsonl\n"
      "  asynchat diff --framing http1 --ignore '^Date: .*' monday.pcapng tuesday.pcapng");
  command->callback([arguments, &status] { status = diff(*arguments); });
}

}  // namespace asynchat::cli
