#include <cstdint>
#include <exception>
#include <functional>
#include <thread>

#include "clock.h"
#include "contest.h"
#include "sim/echo_world.h"

/// The task: simulate worlds of different seeds, one after the other and two at a time. The cost is real time a world.
namespace asynchat::bench {

namespace {

/// What went wrong in there; null where nothing did.
std::exception_ptr simulate(std::uint64_t seed) {
  try {
    echo_world world({.connections = 64, .seed = seed});
    world.run(std::chrono::milliseconds(300));
    return nullptr;
  } catch (...) {
    return std::current_exception();
  }
}

void simulate_two(benchmark::State& state, const std::function<void(std::exception_ptr&, std::exception_ptr&)>& how) {
  for ([[maybe_unused]] auto _ : state) {
    std::exception_ptr first;
    std::exception_ptr second;
    const double started = seconds_of(CLOCK_MONOTONIC);
    how(first, second);
    state.SetIterationTime(seconds_of(CLOCK_MONOTONIC) - started);
    for (const std::exception_ptr& each : {first, second}) {
      if (each != nullptr) std::rethrow_exception(each);
    }
  }
  report_cost(state, 2);
}

void one_job(benchmark::State& state) {
  simulate_two(state, [](std::exception_ptr& first, std::exception_ptr& second) {
    first = simulate(1);
    second = simulate(2);
  });
}

void two_jobs(benchmark::State& state) {
  simulate_two(state, [](std::exception_ptr& first, std::exception_ptr& second) {
    std::thread other([&] { second = simulate(2); });
    first = simulate(1);
    other.join();
  });
}

}  // namespace

void enter_sim_jobs(contest& all) {
  const char* const task = "sim-jobs";
  all.add({task, "simulated worlds of different seeds, one and two at a time", unit::seconds_a_run});
  if (std::thread::hardware_concurrency() >= 2) {
    all.enter(task, "two", two_jobs, timer::contestant);
    all.enter(task, "one", one_job, timer::contestant);
  } else {
    all.excuse(task, "two", "there is one processor");
  }
  all.ask({task, "two jobs: as fast as one", yardstick::times_as_fast, {{"two", "one"}}, 1.8, {}});
}

}  // namespace asynchat::bench
