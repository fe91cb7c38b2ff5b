#include <asynchat/traces/error.h>
#include <asynchat/traces/input_file.h>
#include <asynchat/traces/line_reader.h>

#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>

#include "command_line.h"
#include "conform_player.h"
#include "exit_status.h"
#include "terminal.h"

namespace asynchat::cli {

namespace {

using nlohmann::json;

/// A case's line, in bytes; a longer one is no case.
constexpr std::size_t line_bytes_max = std::size_t{16} << 20;

std::string event_at(const json& events, std::size_t index) {
  return index < events.size() ? events[index].dump() : "(the end)";
}

void print_difference(const conform_case& script, const json& observed) {
  const std::size_t common = std::min(script.expect.size(), observed.size());
  std::size_t first = 0;
  while (first < common && script.expect[first] == observed[first]) ++first;
  fmt::print("case {}: event {} differs\n  expected {}\n  observed {}\n", on_one_line(script.id), first,
             event_at(script.expect, first), event_at(observed, first));
}

/// Plays the case of one line; true when it passed.
bool passes(const std::string& line) {
  const conform_case script = parse_conform_case(line);
  const json observed = play(script);
  if (observed == script.expect) return true;
  print_difference(script, observed);
  return false;
}

/// Reads the next line; false at the end.
bool next_line(traces::line_reader& lines, std::string& line, const std::string& path) {
  switch (lines.next(line)) {
    case traces::line_reader::result::line:
    case traces::line_reader::result::torn:
      return true;
    case traces::line_reader::result::end:
      return false;
    case traces::line_reader::result::long_:
      throw std::runtime_error("expected a line of at most 16 MiB");
    case traces::line_reader::result::failed:
      break;
  }
  traces::fail_to_read(path);
}

int conform(const std::string& path) {
  const std::unique_ptr<std::istream> in = traces::open_input(path);
  traces::line_reader lines(*in, line_bytes_max);
  std::uint64_t passed = 0;
  std::uint64_t failed = 0;
  for (std::string line;;) {
    try {
      if (!next_line(lines, line, path)) break;
      if (!line.empty()) ++(passes(line) ? passed : failed);
    } catch (const traces::input_error&) {
      throw;
    } catch (const std::runtime_error& error) {
      throw traces::input_error(path, traces::at_line{lines.number()}, error.what());
    } catch (const json::exception& error) {
      throw traces::input_error(path, traces::at_line{lines.number()},
                                std::string("expected a conformance case: ") + error.what());
    }
  }
  if (passed + failed == 0)
    throw traces::input_error(path, "expected conformance cases, one JSON object a line; there is none");
  fmt::print("{} passed, {} failed\n", passed, failed);
  return failed == 0 ? all_held : law_failed;
}

}  // namespace

void add_conform(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("conform", "Play conformance cases of async_chat and compare the event logs");
  auto path = std::make_shared<std::string>();
  command->add_option("FILE", *path, "Cases, one JSON object a line")->required();
  command->footer(
      "For each case that differs: its id, the first event that differs, and both sides.\n"
      "The last line is `N passed, N failed`.\n\n"
      "Example:\n  asynchat conform tests/data/conformance/asynchat.jsonl");
  command->callback([path, &status] { status = conform(*path); });
}

}  // namespace asynchat::cli
