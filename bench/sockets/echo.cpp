#include <string>

#include "contest.h"
#include "sockets/load.h"
#include "sockets/server_process.h"

/// The task: echo lines over loopback TCP. The cost is the server's CPU time, the system's on its behalf included; the
/// clients are a process of their own, the same for all, and compare every byte.
namespace asynchat::bench {

namespace {

constexpr std::size_t connections = 50;

timed_work echoing(const std::string& kind, std::size_t lines_in_flight, std::uint64_t lines_a_client) {
  return [=](benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
      server_process server(kind);
      echo_load load(server.port(), connections, lines_in_flight);
      // Once around, so that connections are accepted and buffers have grown.
      load.run(lines_a_client / 10);
      const double before = server.cpu_seconds();
      load.run(lines_a_client);
      state.SetIterationTime(server.cpu_seconds() - before);
    }
    report_cost(state, connections * lines_a_client);
  };
}

void enter(contest& all, std::size_t lines_in_flight, std::uint64_t lines_a_client, double limit) {
  using enum yardstick;
  const std::string number = std::to_string(lines_in_flight);
  const std::string task = "echo-" + number;
  all.add({task, "server CPU a line of 64 bytes, 50 connections, " + number + " in flight", unit::seconds_a_line});
  all.ask({task, "async_chat: as dear as epoll by hand", times_as_dear, {{"async_chat", "epoll"}}, limit, 1.02});
  for (const char* kind : {"async_chat", "epoll", "uncorked", "libuv", "libevent", "asio"}) {
    const std::string name = kind;
    all.enter(task, name, echoing(name, lines_in_flight, lines_a_client), timer::contestant);
    if (name == "async_chat" || name == "epoll") continue;
    all.ask({task, name + ": as dear as epoll by hand", times_as_dear, {{name, "epoll"}}, {}, {}});
  }
}

}  // namespace

void enter_echo(contest& all) {
  enter(all, 1, 300, 1.1);
  enter(all, 16, 1500, 1.2);
}

}  // namespace asynchat::bench
