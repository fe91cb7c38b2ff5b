#include <cstdint>

#include "clock.h"
#include "contest.h"
#include "sim/echo_world.h"
#include "sockets/echo_line.h"
#include "sockets/load.h"
#include "sockets/server_process.h"

/// The task: echo lines between an async_chat server and its clients. The cost is the CPU time of both sides, in a
/// simulated world and over loopback TCP.
namespace asynchat::bench {

namespace {

constexpr std::size_t connections = 50;

void echo_in_world(benchmark::State& state) {
  std::uint64_t lines = 0;
  for ([[maybe_unused]] auto _ : state) {
    // As over loopback, lines do not arrive in another order than they were sent.
    echo_world world({.connections = connections, .line_bytes = line_bytes, .jitter = duration(0)});
    world.run(std::chrono::milliseconds(5));
    if (world.answered() != connections) return state.SkipWithError("somebody has had no answer");
    const std::uint64_t lines_before = world.lines();
    const double started = seconds_of(CLOCK_THREAD_CPUTIME_ID);
    world.run(std::chrono::milliseconds(200));
    state.SetIterationTime(seconds_of(CLOCK_THREAD_CPUTIME_ID) - started);
    lines = world.lines() - lines_before;
  }
  report_cost(state, lines);
}

void echo_over_loopback(benchmark::State& state) {
  constexpr std::uint64_t lines_a_client = 300;
  for ([[maybe_unused]] auto _ : state) {
    server_process server("async_chat");
    echo_load load(server.port(), connections, 1);
    load.run(lines_a_client / 10);
    const double started = seconds_of(CLOCK_THREAD_CPUTIME_ID) + server.cpu_seconds();
    load.run(lines_a_client);
    state.SetIterationTime(seconds_of(CLOCK_THREAD_CPUTIME_ID) + server.cpu_seconds() - started);
  }
  report_cost(state, connections * lines_a_client);
}

}  // namespace

void enter_sim_echo(contest& all) {
  all.add({"sim-echo", "CPU of both sides a line of 64 bytes, 50 connections", unit::seconds_a_line});
  all.enter("sim-echo", "world", echo_in_world, timer::contestant);
  all.enter("sim-echo", "loopback", echo_over_loopback, timer::contestant);
  all.ask({"sim-echo", "as cheap as over loopback", yardstick::times_as_fast, {{"world", "loopback"}}, 50.0, {}});
}

}  // namespace asynchat::bench
