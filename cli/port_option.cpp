#include "port_option.h"

#include <CLI/CLI.hpp>

namespace asynchat::cli {

void add_port(CLI::App& command, std::uint16_t& port) {
  command
      .add_option("--port", port,
                  "The server's port, for connections of a capture that misses their SYN; else it is the lower one")
      ->check(CLI::Range(1, 65535));
}

}  // namespace asynchat::cli
