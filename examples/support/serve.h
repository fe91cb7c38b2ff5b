#pragma once

#include <asynchat/engine/loop.h>
#include <asynchat/sockets/network.h>
#include <asynchat/transport/endpoint.h>

#include <string>
#include <system_error>
#include <vector>

#include "server.h"

namespace asynchat::examples {

/// What was asked for on the command line: NAME [--idle SECONDS] [--connections MAX] OPERAND… [HOST:PORT].
struct options {
  endpoint where = endpoint::inet("127.0.0.1", 0);  ///< port 0: the system chooses one
  server_limits limits;
  std::vector<std::string> operands;
};

/// Reads the command line of a program that wants these operands, named for the usage text. A wrong one ends the
/// program with status 2.
options parse_options(int argc, char** argv, const std::vector<std::string>& operands = {},
                      const server_limits& defaults = {});

/// From its making on, SIGTERM and SIGINT do not kill the program; stop_requested() tells of them.
class stop_signals {
 public:
  stop_signals();
  bool stop_requested() const;
};

void allow_many_descriptors();
int listening_failed(const endpoint& where, std::error_code error);
void announce(const endpoint& where);

/// Runs a server of Sessions until SIGTERM or SIGINT, and says where it listens; returns main's status. Each Session is
/// made from (loop, stream, shared...).
template <class Session, class... Shared>
int serve(const options& asked, Shared&... shared) {
  // The handler of a signal may do next to nothing, so a wait is kept short enough for its flag to be seen.
  constexpr duration wait_max = std::chrono::milliseconds(100);
  allow_many_descriptors();
  const stop_signals signals;
  sockets::network world;
  loop loop(world);
  server<Session> door(loop, asked.limits, shared...);
  if (const std::error_code error = door.listen(asked.where, {.backlog = 1024})) {
    return listening_failed(asked.where, error);
  }
  announce(door.local());
  while (!signals.stop_requested() && door.accepting()) loop.poll(wait_max);
  return signals.stop_requested() ? 0 : 1;
}

}  // namespace asynchat::examples
