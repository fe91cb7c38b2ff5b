#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "contest.h"
#include "programs/program_run.h"
#include "worker_pool.h"

/// The task: play a stream of 157 bytes to a program, in two chunks, as `asynchat check --exec` does; a program for
/// each processor at a time. The cost is the time on the wall.
namespace asynchat::bench {

namespace {

using cli::program_result;

constexpr std::size_t plays = 60;

/// Ten CRLF lines.
std::string stream() {
  std::string bytes;
  for (int line = 0; line < 10; ++line) bytes += "line " + std::to_string(line) + " of the stream\r\n";
  return bytes;
}

std::string play(const std::string& command, const std::string& bytes) {
  const std::size_t chunks[] = {bytes.size() / 2, bytes.size() - bytes.size() / 2};
  const program_result result = cli::run_program(command, bytes, chunks, {});
  if (result.what != program_result::ending::ended || result.how.by_signal || result.how.number != 0) {
    throw std::runtime_error(command + " fails: " + result.errors);
  }
  return result.output;
}

/// The interpreter itself, the system's own where there is one: `python3` may be a script that looks for one.
std::string python() {
  std::string path = play(
      "cat > /dev/null; ls /usr/bin/python3 2> /dev/null || python3 -c 'import sys; print(sys.executable)'", stream());
  path.resize(path.find_last_not_of('\n') + 1);
  return path;
}

timed_work playing(const std::string& command, const std::string& answer) {
  return [=](benchmark::State& state) {
    const cli::sigpipe_ignored no_sigpipe;
    const std::string bytes = stream();
    for ([[maybe_unused]] auto _ : state) {
      const auto begin = std::chrono::steady_clock::now();
      std::vector<std::string> answers(plays);
      cli::run_in_parallel(plays, std::max(1u, std::thread::hardware_concurrency()),
                           [&](std::size_t turn) { answers[turn] = play(command, bytes); });
      state.SetIterationTime(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
      for (const std::string& one : answers) {
        if (one != answer) return state.SkipWithError("a program printed something else");
      }
    }
    report_cost(state, plays);
  };
}

}  // namespace

void enter_exec(contest& all) {
  using enum yardstick;
  std::string lines = stream();
  std::erase(lines, '\r');
  all.add({"exec", "programs a second that read a stream in two chunks", unit::seconds_a_child});
  all.ask({"exec", "sh -c python3, a second", a_second, {{"python3", ""}}, 100.0, 200.0});
  all.ask({"exec", "sh -c cat, a second", a_second, {{"cat", ""}}, {}, {}});
  const cli::sigpipe_ignored no_sigpipe;
  all.enter("exec", "python3", playing(python() + " " ASYNCHAT_BENCH_SOURCES "/../examples/parsers/crlf.py", lines),
            timer::contestant);
  all.enter("exec", "cat", playing("cat", stream()), timer::contestant);
}

}  // namespace asynchat::bench
