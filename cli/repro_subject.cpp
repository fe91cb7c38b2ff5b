#include "repro_subject.h"

#include <asynchat/properties/final_result.h>
#include <asynchat/properties/watchdog/processor_clock.h>
#include <asynchat/traces/error.h>

#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include <string_view>
#include <utility>

#include "shell_word.h"
#include "socket_worlds.h"
#include "subjects.h"

namespace asynchat::cli {

namespace {

constexpr std::string_view result_prefix = "result:";

/// The side whose stream is cut.
side cut_side(const traces::repro& recorded) {
  for (const traces::repro_stream& one : recorded.streams) {
    if (!one.plan.empty()) return one.from;
  }
  return side::client;
}

/// Splits "exec:CMD" or "connect:HOST:PORT" off a subject's name; without either, nothing is foreign.
foreign_choice foreign_named(std::string_view subject) {
  constexpr std::string_view exec = "exec:";
  constexpr std::string_view connect = "connect:";
  if (subject.starts_with(result_prefix)) subject.remove_prefix(result_prefix.size());
  foreign_choice named;
  if (subject.starts_with(exec)) named.command = subject.substr(exec.size());
  if (subject.starts_with(connect)) named.server = subject.substr(connect.size());
  return named;
}

/// The program or server to play to.
foreign_choice choose_foreign(const foreign_choice& named, const std::string& path, const repro_trust& trust) {
  if (trust.foreign.is_made()) return trust.foreign;
  const bool is_program = named.server.empty();
  if (!trust.all) {
    throw traces::input_error(
        path, fmt::format("its subject is the {} {}; a file's word for that is not enough: give {}, or --trust",
                          is_program ? "program" : "server", shell_word(is_program ? named.command : named.server),
                          is_program ? "--exec CMD" : "--connect HOST:PORT"));
  }
  foreign_choice trusted = trust.foreign;
  trusted.command = named.command;
  trusted.server = named.server;
  return trusted;
}

}  // namespace

void add_trust_options(CLI::App& command, repro_trust& trust) {
  add_foreign_options(command, trust.foreign);
  command.add_flag("--trust", trust.all, "Run the program, or speak to the server, that the file names");
}

repro_subject subject_of(const traces::repro& recorded, const std::string& path, const repro_trust& trust) {
  repro_subject result;
  if (const foreign_choice named = foreign_named(recorded.subject); named.is_made()) {
    auto made = make_foreign(choose_foreign(named, path, trust));
    result.foreign = made.get();
    result.parser = std::move(made);
    if (recorded.subject.starts_with(result_prefix)) {
      result.parser = std::make_unique<properties::final_result>(std::move(result.parser));
    }
    return result;
  }
  if (trust.foreign.is_made()) {
    throw traces::input_error(path, "subject: expected exec:CMD or connect:HOST:PORT, not " + recorded.subject);
  }
  try {
    checked_parser known = framing_choice(recorded.subject).parser_for(cut_side(recorded));
    result.parser = std::move(known.subject);
    result.model = std::move(known.model);
    return result;
  } catch (const unknown_framing& error) {
    throw traces::input_error(path,
                              fmt::format("subject: {}; a parser that a test brings is played by that test alone: "
                                          "ASYNCHAT_REPRO=FILE ./the_test",
                                          error.what()));
  }
}

properties::check_options means_of_replay() {
  properties::check_options means;
  means.clock = properties::processor_clock();
  means.other_worlds = socket_worlds();
  return means;
}

}  // namespace asynchat::cli
