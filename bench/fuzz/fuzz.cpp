#include <sys/resource.h>

#include <string>
#include <vector>

#include "child_process.h"
#include "contest.h"

/// The task: runs of libFuzzer on streams of at most 64 bytes, in a target that does nothing and in differential ones,
/// none with a sanitizer. What is fuzzed is compiled for coverage, the library that judges it is not.
namespace asynchat::bench {

namespace {

#ifdef ASYNCHAT_BENCH_FUZZ_TARGETS

/// CPU time of all children that have ended.
double cpu_seconds_of_children() {
  rusage used{};
  getrusage(RUSAGE_CHILDREN, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

/// Lets libFuzzer make so many runs of a target; false where it does not come to their end.
bool fuzz(const std::string& target, std::uint64_t runs) {
  const std::string program = ASYNCHAT_BENCH_FUZZ_TARGETS "/asynchat_bench_fuzz_" + target;
  // A stream, and the two bytes that say how it is cut. The length is not raised step by step.
  const std::string options = " -max_len=66 -len_control=0 -seed=1 -runs=" + std::to_string(runs);
  child_process engine({"sh", "-c", "exec '" + program + "'" + options + " 2>&1"});
  const std::string end = "Done " + std::to_string(runs) + " runs";
  bool done = false;
  for (auto line = engine.read_line(); line; line = engine.read_line()) done = done || line->starts_with(end);
  return done;
}

timed_work fuzzing(const std::string& target, std::uint64_t runs) {
  return [=](benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
      const double before = cpu_seconds_of_children();
      if (!fuzz(target, runs)) return state.SkipWithError("libFuzzer did not come to the end of its runs");
      state.SetIterationTime(cpu_seconds_of_children() - before);
    }
    report_cost(state, runs);
  };
}

void enter_targets(contest& all) {
  all.enter("fuzz", "empty", fuzzing("empty", 1'000'000), timer::contestant);
  all.enter("fuzz", "parser", fuzzing("parser", 200'000), timer::contestant);
  all.enter("fuzz", "async_chat", fuzzing("async_chat", 100'000), timer::contestant);
}

#else

void enter_targets(contest& all) {
  for (const char* target : {"empty", "parser", "async_chat"}) all.excuse("fuzz", target, "clang++-16 is missing");
}

#endif

}  // namespace

void enter_fuzz(contest& all) {
  using enum yardstick;
  all.add({"fuzz", "libFuzzer, streams to 64 bytes, differential target of a parser of lines", unit::seconds_a_run});
  all.ask({"fuzz", "share of the empty target's runs/s", times_as_fast, {{"parser", "empty"}}, 0.15, 0.25});
  all.ask({"fuzz", "the same, an async_chat in its loop", times_as_fast, {{"async_chat", "empty"}}, {}, {}});
  enter_targets(all);
}

}  // namespace asynchat::bench
