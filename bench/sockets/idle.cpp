#include <sys/resource.h>

#include <string>
#include <vector>

#include "contest.h"
#include "sockets/load.h"
#include "sockets/server_process.h"

/// The task: hold 10,000 connections that never speak. The cost is what the server's heap grew by.
namespace asynchat::bench {

namespace {

constexpr std::size_t connections = 10'000;

void hold_idle(benchmark::State& state) {
  for ([[maybe_unused]] auto _ : state) {
    server_process server("idle_async_chat", {std::to_string(connections)});
    std::vector<descriptor> clients;
    for (std::size_t i = 0; i < connections; ++i) clients.push_back(connect_to(server.port()));
    const double grown = std::stod(server.read_line());
    if (grown <= 0) return state.SkipWithError("this allocator does not tell mallinfo2 what it gave out");
    report_amount(state, grown / static_cast<double>(connections));
    state.SetIterationTime(1);
  }
}

/// True when a process may have `count` descriptors open, and some for itself.
bool may_open(std::size_t count) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_max >= count + 64;
}

}  // namespace

void enter_idle(contest& all) {
  all.add({"idle", "heap of a server, 10,000 connections that never speak", unit::bytes_a_connection});
  all.ask({"idle", "bytes a connection", yardstick::amount, {{"async_chat", ""}}, 320.0, 256.0});
  if (may_open(connections)) {
    all.enter("idle", "async_chat", hold_idle, timer::contestant);
  } else {
    all.excuse("idle", "async_chat", "the limit of open descriptors (ulimit -Hn) is below 10,064");
  }
}

}  // namespace asynchat::bench
