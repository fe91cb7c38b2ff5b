#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "clock.h"
#include "contest.h"
#include "sockets/proxy_load.h"
#include "sockets/server_process.h"

/// The tasks: what a proxy passes on in a second, what it costs, what recording makes of it, and how much later a line
/// is back. The proxy is a process of its own; both its sides are this one.
namespace asynchat::bench {

namespace {

constexpr std::size_t connections = 8;
constexpr std::uint64_t bytes_a_connection = 8u << 20;
constexpr std::size_t trips = 2000;

/// Where a recording goes: a file of the build folder, gone with this object.
struct scratch_trace {
  std::string path = std::filesystem::read_symlink("/proc/self/exe").replace_filename("bench.trace.jsonl").string();
  scratch_trace() { std::filesystem::remove(path); }
  ~scratch_trace() { std::filesystem::remove(path); }
};

std::vector<std::string> arguments(const proxy_load& load, const std::optional<scratch_trace>& trace) {
  std::vector<std::string> words{std::to_string(load.target())};
  if (trace) words.push_back(trace->path);
  return words;
}

enum class measured : std::uint8_t { real_time, cpu_time };

timed_work pass_on(const std::string& kind, measured what, payload bytes, bool recorded) {
  return [=](benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
      std::optional<scratch_trace> trace;
      if (recorded) trace.emplace();
      proxy_load load(bytes);
      const server_process proxy(kind, arguments(load, trace));
      load.connect_through(proxy.port(), connections);
      // Once before, so that the kernel's buffers have grown.
      load.run(bytes_a_connection / 8);
      const auto now = [&] { return what == measured::cpu_time ? proxy.cpu_seconds() : seconds_of(CLOCK_MONOTONIC); };
      const double before = now();
      load.run(bytes_a_connection);
      state.SetIterationTime(now() - before);
      if (recorded) load.compare_with(trace->path);
    }
    report_cost(state, connections * bytes_a_connection);
  };
}

/// The same bytes with nothing between, both ends in this process.
timed_work pass_on_directly(payload bytes) {
  return [=](benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
      proxy_load load(bytes);
      load.connect_through(load.target(), connections);
      load.run(bytes_a_connection / 8);
      const double before = seconds_of(CLOCK_MONOTONIC);
      load.run(bytes_a_connection);
      state.SetIterationTime(seconds_of(CLOCK_MONOTONIC) - before);
    }
    report_cost(state, connections * bytes_a_connection);
  };
}

/// Microseconds by which a line is back later than over a direct connection.
timed_work delay(const std::string& kind, bool recorded) {
  return [=](benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
      std::optional<scratch_trace> trace;
      if (recorded) trace.emplace();
      proxy_load direct(payload::text);
      direct.connect_through(direct.target(), 1);
      proxy_load load(payload::text);
      const server_process proxy(kind, arguments(load, trace));
      load.connect_through(proxy.port(), 1);
      load.round_trip(trips / 10);
      const double through = load.round_trip(trips);
      report_amount(state, 1e6 * (through - direct.round_trip(trips)));
      state.SetIterationTime(1);
    }
  };
}

}  // namespace

void enter_proxy(contest& all) {
  using enum yardstick;
  using enum measured;
  all.add({"proxy-throughput", "bytes passed on, 8 connections, in real time", unit::seconds_a_byte});
  all.ask({"proxy-throughput", "of an epoll proxy by hand", times_as_fast, {{"proxy", "epoll"}}, 0.8, {}});
  all.ask({"proxy-throughput", "of a direct connection", times_as_fast, {{"proxy", "direct"}}, {}, {}});
  all.enter("proxy-throughput", "direct", pass_on_directly(payload::binary), timer::contestant);
  all.add({"proxy-cpu", "the proxy's CPU time for the same", unit::seconds_a_byte});
  all.ask({"proxy-cpu", "of an epoll proxy by hand", times_as_fast, {{"proxy", "epoll"}}, 0.8, {}});
  for (const char* kind : {"proxy", "epoll"}) {
    const std::string program = std::string("proxy_") + (kind == std::string("proxy") ? "engine" : kind);
    all.enter("proxy-throughput", kind, pass_on(program, real_time, payload::binary, false), timer::contestant);
    all.enter("proxy-cpu", kind, pass_on(program, cpu_time, payload::binary, false), timer::contestant);
  }

  all.add(
      {"proxy-recording", "bytes passed on and recorded in a file, 8 connections, in real time", unit::seconds_a_byte});
  all.ask({"proxy-recording", "GB/s of text", gigabytes, {{"text", ""}}, 0.1, {}});
  all.ask({"proxy-recording", "GB/s of bytes that need base64", gigabytes, {{"binary", ""}}, 0.1, {}});
  all.enter("proxy-recording", "text", pass_on("proxy_engine", real_time, payload::text, true), timer::contestant);
  all.enter("proxy-recording", "binary", pass_on("proxy_engine", real_time, payload::binary, true), timer::contestant);

  all.add({"proxy-latency", "median microseconds by which a proxy makes a line's round trip longer",
           unit::microseconds_more});
  for (const char* kind : {"proxy", "recording", "epoll"}) {
    const std::string name = kind;
    all.ask({"proxy-latency", name + ": microseconds more", amount, {{name, ""}}, {}, {}});
    all.enter("proxy-latency", name, delay(name == "epoll" ? "proxy_epoll" : "proxy_engine", name == "recording"),
              timer::contestant);
  }
}

}  // namespace asynchat::bench
