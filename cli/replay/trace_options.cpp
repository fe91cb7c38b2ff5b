#include "trace_options.h"

#include <CLI/CLI.hpp>

#include <limits>

#include "first_given.h"
#include "port_option.h"
#include "whole_number.h"

namespace asynchat::cli {

namespace {

constexpr const char* for_traces[] = {"--framing", "--to",   "--as-server", "--speed", "--strategy",
                                      "--plan",    "--seed", "--prefix",    "--twice", "--connections",
                                      "--port",    "--json", "--quiet"};
constexpr const char* for_repros[] = {"--connect", "--pause", "--idle", "--trust", "--feed-limit"};
constexpr const char* for_wires[] = {"--speed", "--ignore", "--time-limit"};

}  // namespace

void add_trace_options(CLI::App& command, trace_choice& choice) {
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  command.add_option("--framing", choice.framing,
                     "Print the frames of a trace, or with --to, --exec and --as-server the frame that differs");
  auto* to = command.add_option("--to", choice.to, "A server, HOST:PORT: every recorded client speaks to it");
  auto* as_server =
      command.add_option("--as-server", choice.as_server,
                         "Listen on HOST:PORT, and be the recorded server; port 0 lets the system choose");
  to->excludes(as_server)->excludes("--exec");
  as_server->excludes("--exec");
  command
      .add_option("--speed", choice.speed,
                  "1 for the recorded speed, 10 for ten times that; otherwise as fast as the dialogue's order allows")
      ->check(CLI::Range(1e-6, 1e9))
      ->check(CLI::Validator(not_a_finite_number, ""));
  auto* strategy = command.add_option("--strategy", choice.strategy,
                                      "Cut the streams anew: a strategy of asynchat check --help that cuts");
  command
      .add_option("--plan", choice.plan,
                  "Which of the strategy's plans, from 1, counted through all that have its name; the last where a "
                  "stream has fewer, and an error where each has fewer")
      ->needs(strategy)
      ->check(CLI::Range(std::uint64_t{1}, most))
      ->capture_default_str();
  command.add_option("--seed", choice.seed, "What a strategy's random cuts are made from")
      ->needs(strategy)
      ->check(CLI::Validator(not_a_whole_number, ""))
      ->capture_default_str();
  command
      .add_option("--prefix", choice.prefix_bytes,
                  "Only the first N bytes of each connection, both sides counted in their order")
      ->check(CLI::Validator(not_a_whole_number, ""));
  command.add_flag("--twice", choice.twice, "The whole trace, and then once more");
  command.add_option("--connections", choice.connections_max, "With --as-server: end after so many connections")
      ->check(CLI::Range(std::uint64_t{1}, most));
  command.get_option("--exec")->description(
      "A program, run by /bin/sh. Of a repro: the stream is its standard input, and its standard output and exit "
      "status "
      "are compared; of a trace: each client speaks to one of its own, and its standard output is compared");
  command.get_option("--time-limit")
      ->description(
          "Of a repro: seconds that a program or a server may take at most; of a trace: seconds without news while the "
          "other side is waited for");
  add_port(command, choice.port);
  command.add_flag("--json", choice.json, "JSON Lines: a line for each frame, or each connection that differs");
  command.add_flag("--quiet", choice.quiet, "Show no progress, even on a terminal");
}

std::string option_for_traces(const CLI::App& command) { return first_given(command, for_traces); }
std::string option_for_repros(const CLI::App& command) { return first_given(command, for_repros); }
std::string option_for_wires(const CLI::App& command) { return first_given(command, for_wires); }

}  // namespace asynchat::cli
