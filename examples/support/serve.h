#pragma once

#include <asynchat/engine/loop.h>
#include <asynchat/sockets/network.h>
#include <asynchat/transport/endpoint.h>

#include <optional>
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

/// While it lives, SIGTERM and SIGINT do not kill the program: they end the world's wait, and stop_requested() tells of
/// them. One at a time.
class stop_signals {
 public:
  explicit stop_signals(sockets::network& world);
  ~stop_signals();
  stop_signals(const stop_signals&) = delete;
  stop_signals& operator=(const stop_signals&) = delete;

  bool stop_requested() const;
};

void allow_many_descriptors();
int listening_failed(const endpoint& where, std::error_code error);
void announce(const endpoint& where);

/// Runs a server of Sessions until SIGTERM or SIGINT, and says where it listens; returns main's status. Each Session is
/// made from (loop, stream, shared...).
template <class Session, class... Shared>
int serve(const options& asked, Shared&... shared) {
  allow_many_descriptors();
  sockets::network world;
  const stop_signals signals(world);
  loop loop(world);
  server<Session> door(loop, asked.limits, shared...);
  if (const std::error_code error = door.listen(asked.where, {.backlog = 1024})) {
    return listening_failed(asked.where, error);
  }
  announce(door.local());
  while (!signals.stop_requested() && door.accepting()) loop.poll(std::nullopt);
  return signals.stop_requested() ? 0 : 1;
}

}  // namespace asynchat::examples
