#include "foreign_choice.h"

#include <asynchat/traces/error.h>

#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include <cmath>
#include <optional>

#include "connect_subject.h"
#include "exec_subject.h"
#include "host_port.h"
#include "shell_word.h"
#include "whole_number.h"

namespace asynchat::cli {

namespace {

std::chrono::milliseconds as_time(double seconds) { return std::chrono::milliseconds(std::llround(seconds * 1000)); }

endpoint server_named(const std::string& text) {
  const std::optional<endpoint> server = parse_host_port(text);
  if (!server || server->port == 0) throw traces::input_error("--connect " + text, "expected HOST:PORT");
  return *server;
}

}  // namespace

void add_foreign_options(CLI::App& command, foreign_choice& choice) {
  auto* exec = command.add_option("--exec", choice.command,
                                  "A program, run by /bin/sh: the stream is its standard input, and its standard "
                                  "output and exit status are compared");
  auto* connect = command.add_option("--connect", choice.server,
                                     "A server, HOST:PORT: the stream is sent to it, and what it answers is compared");
  exec->excludes(connect);
  command
      .add_option("--ignore", choice.ignored,
                  "What is not compared in each line of output: a regular expression (RE2); may be repeated")
      ->allow_extra_args(false)
      ->check(CLI::Validator(what_is_wrong_with, "REGEX"));
  command.add_option("--time-limit", choice.time_limit_seconds, "Seconds that a program or a server may take at most")
      ->check(CLI::Range(0.01, 3600.0))
      ->check(CLI::Validator(not_a_finite_number, ""))
      ->capture_default_str();
  command.add_option("--pause", choice.pause_ms, "Milliseconds after each chunk that is sent to a server")
      ->check(CLI::Range(0, 60'000))
      ->capture_default_str();
  command.add_option("--idle", choice.idle_ms, "Milliseconds without a byte after which a server has said all")
      ->check(CLI::Range(1, 60'000))
      ->capture_default_str();
}

std::unique_ptr<foreign_subject> make_foreign(const foreign_choice& choice) {
  line_mask mask(choice.ignored);
  if (choice.server.empty()) {
    program_limits limits;
    limits.time_max = as_time(choice.time_limit_seconds);
    return std::make_unique<exec_subject>(choice.command, std::move(mask), limits);
  }
  server_limits limits;
  limits.time_max = as_time(choice.time_limit_seconds);
  limits.pause = std::chrono::milliseconds(choice.pause_ms);
  limits.quiet = std::chrono::milliseconds(choice.idle_ms);
  return std::make_unique<connect_subject>(server_named(choice.server), std::move(mask), limits);
}

std::string to_options(const foreign_choice& choice) {
  const foreign_choice usual;
  std::string text =
      choice.server.empty() ? " --exec " + shell_word(choice.command) : " --connect " + shell_word(choice.server);
  for (const std::string& one : choice.ignored) text += " --ignore " + shell_word(one);
  if (choice.time_limit_seconds != usual.time_limit_seconds) {
    text += fmt::format(" --time-limit {}", choice.time_limit_seconds);
  }
  if (choice.pause_ms != usual.pause_ms) text += fmt::format(" --pause {}", choice.pause_ms);
  if (choice.idle_ms != usual.idle_ms) text += fmt::format(" --idle {}", choice.idle_ms);
  return text;
}

}  // namespace asynchat::cli
