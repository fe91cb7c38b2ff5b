#pragma once

#include <asynchat/engine/dispatcher.h>
#include <asynchat/engine/loop.h>
#include <asynchat/transport/endpoint.h>

#include <functional>
#include <memory>
#include <string>
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

/// Makes a listening channel that does not listen yet.
using server_maker = std::function<std::unique_ptr<dispatcher>(loop&)>;

/// Runs that server on real sockets until SIGTERM or SIGINT, and says where it listens; returns main's status.
int serve_with(const options& asked, const server_maker& make);

/// The same for a server of Sessions; each is made from (loop, stream, shared...).
template <class Session, class... Shared>
int serve(const options& asked, Shared&... shared) {
  return serve_with(asked,
                    [&](loop& owner) { return std::make_unique<server<Session>>(owner, asked.limits, shared...); });
}

}  // namespace asynchat::examples
