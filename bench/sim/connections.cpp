#include <filesystem>
#include <string>

#include "child_process.h"
#include "contest.h"

/// The task: hold 100,000 simulated connections. The cost is the memory of a process that does nothing else.
namespace asynchat::bench {

namespace {

void hold(benchmark::State& state) {
  const auto program = std::filesystem::read_symlink("/proc/self/exe").replace_filename("asynchat_bench_world");
  for ([[maybe_unused]] auto _ : state) {
    child_process child({program.string(), "100000"});
    const auto resident = child.read_line();
    if (!resident) return state.SkipWithError("the simulated world has failed, see above");
    report_amount(state, std::stod(*resident) / (1u << 30));
    state.SetIterationTime(1);
  }
}

}  // namespace

void enter_sim_connections(contest& all) {
  all.add({"sim-connections", "a process with 100,000 simulated connections", unit::gibibytes_a_process});
  all.enter("sim-connections", "world", hold, timer::contestant);
  all.ask({"sim-connections", "GiB resident", yardstick::amount, {{"world", ""}}, 1.0, {}});
}

}  // namespace asynchat::bench
