#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "foreign_subject.h"

namespace CLI {
class App;
}

namespace asynchat::cli {

/// Which program or server is under test, as the command line says it.
struct foreign_choice {
  std::string command;               ///< after --exec; empty for none
  std::string server;                ///< after --connect; empty for none
  std::vector<std::string> ignored;  ///< after --ignore
  double time_limit_seconds = 10;
  std::uint32_t pause_ms = 5;
  std::uint32_t idle_ms = 500;

  bool is_made() const { return !command.empty() || !server.empty(); }
};

/// Adds --exec, --connect and what belongs to them.
void add_foreign_options(CLI::App& command, foreign_choice& choice);

/// The program or the server. Throws traces::input_error where the server is no HOST:PORT.
std::unique_ptr<foreign_subject> make_foreign(const foreign_choice& choice);

/// The options that choose the same again, as a shell takes them: " --exec './a b' --ignore x".
std::string to_options(const foreign_choice& choice);

}  // namespace asynchat::cli
