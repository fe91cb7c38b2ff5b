#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace asynchat::cli {

/// How a trace is played, as the command line says it; see also foreign_choice for --exec, --ignore and --time-limit.
struct trace_choice {
  std::string framing;
  std::string to;         ///< HOST:PORT of a server; empty for none
  std::string as_server;  ///< HOST:PORT to listen on; empty for none
  std::optional<double> speed;
  std::string strategy;
  std::uint64_t plan = 1;
  std::uint64_t seed = 1;
  std::optional<std::uint64_t> prefix_bytes;
  bool twice = false;
  std::optional<std::uint64_t> connections_max;
  std::uint16_t port = 0;  ///< the server's, in captures without a connection's SYN
  bool json = false;
  bool quiet = false;
};

/// Adds what only traces are played with.
void add_trace_options(CLI::App& command, trace_choice& choice);

/// The first option on the command line that only traces, or only repros, or only traces with --to, --exec or
/// --as-server are played with; empty for none.
std::string option_for_traces(const CLI::App& command);
std::string option_for_repros(const CLI::App& command);
std::string option_for_wires(const CLI::App& command);

}  // namespace asynchat::cli
