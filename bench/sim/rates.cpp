#include <asynchat/sim/event_queue.h>

#include <functional>
#include <memory>
#include <optional>
#include <queue>
#include <utility>
#include <vector>

#include "clock.h"
#include "contest.h"
#include "sim/echo_world.h"

/// The tasks: what an event of a simulated world costs, beside a bare priority queue and with more connections; and how
/// much faster than real time a quiet world goes. The cost is CPU time.
namespace asynchat::bench {

namespace {

using std::chrono::milliseconds;

/// What is timed: `span` of a world, after `before`, when everyone is connected and has had an answer.
struct measured_part {
  echo_plan plan;
  duration before;
  duration span;
  /// What the time is shared by.
  std::function<std::uint64_t(const echo_world&)> units;
};

timed_work moving(measured_part what) {
  const auto known = std::make_shared<std::optional<std::uint64_t>>();
  return [=](benchmark::State& state) {
    std::uint64_t units = 0;
    for ([[maybe_unused]] auto _ : state) {
      echo_world world(what.plan);
      world.run(what.before);
      if (world.answered() != what.plan.connections) return state.SkipWithError("somebody has had no answer");
      const std::uint64_t units_before = what.units(world);
      const double started = seconds_of(CLOCK_THREAD_CPUTIME_ID);
      world.run(what.span);
      state.SetIterationTime(seconds_of(CLOCK_THREAD_CPUTIME_ID) - started);
      units = what.units(world) - units_before;
      if (known->value_or(world.digest()) != world.digest()) return state.SkipWithError("the digest differs");
      *known = world.digest();
    }
    report_cost(state, units);
  };
}

std::uint64_t events_of(const echo_world& world) { return world.events(); }

/// std::priority_queue with the interface of the world's queue, as far as it is used here.
class priority_queue {
 public:
  void add(std::int64_t at, std::uint32_t what) { entries_.emplace(at, what); }
  std::int64_t next_time() const { return entries_.top().first; }
  std::uint32_t take() {
    const std::uint32_t what = entries_.top().second;
    entries_.pop();
    return what;
  }

 private:
  using entry = std::pair<std::int64_t, std::uint32_t>;
  std::priority_queue<entry, std::vector<entry>, std::greater<>> entries_;
};

/// Takes the first of so many entries out and adds one, as a simulation would that did nothing else.
template <class Queue>
timed_work turning(std::uint32_t pending) {
  return [pending](benchmark::State& state) {
    constexpr std::size_t turns = 4096;
    Queue queue;
    std::uint64_t drawn = 1;
    // Knuth's linear congruential generator, so that random numbers cost next to nothing.
    const auto delay = [&] {
      drawn = drawn * 6364136223846793005u + 1442695040888963407u;
      return static_cast<std::int64_t>(drawn >> 48);
    };
    for (std::uint32_t i = 0; i < pending; ++i) queue.add(delay(), i);
    for ([[maybe_unused]] auto _ : state) {
      for (std::size_t i = 0; i < turns; ++i) {
        const std::int64_t now = queue.next_time();
        const std::uint32_t next = queue.take();
        queue.add(now + delay(), next);
      }
      benchmark::DoNotOptimize(queue.next_time());
    }
    report_cost(state, turns);
  };
}

void enter_queue(contest& all, const char* task, const char* about, std::uint32_t pending) {
  all.add({task, about, unit::seconds_an_event});
  all.enter(task, "event_queue", turning<sim::event_queue<std::uint32_t>>(pending));
  all.enter(task, "priority_queue", turning<priority_queue>(pending));
  all.ask({task, "of std::priority_queue", yardstick::times_as_fast, {{"event_queue", "priority_queue"}}, 1.0, {}});
}

}  // namespace

void enter_sim_rates(contest& all) {
  using enum yardstick;
  const measured_part few{{.connections = 64}, milliseconds(5), milliseconds(200), events_of};
  const measured_part many{{.connections = 4096, .hosts = 16}, milliseconds(5), milliseconds(5), events_of};

  enter_queue(all, "sim-queue-256", "the next of 256 entries is taken, and one added", 256);
  enter_queue(all, "sim-queue-4096", "the next of 4,096 entries is taken, and one added", 4096);

  all.add({"sim-64", "events of a simulated world, 64 connections that echo lines", unit::seconds_an_event});
  all.enter("sim-64", "world", moving(few), timer::contestant);
  all.enter("sim-64", "priority_queue", turning<priority_queue>(256));
  all.ask({"sim-64", "of a bare priority queue's events/s", times_as_fast, {{"world", "priority_queue"}}, 0.5, 0.85});

  all.add({"sim-4096", "the same with 4,096 connections", unit::seconds_an_event});
  all.enter("sim-4096", "4,096", moving(many), timer::contestant);
  all.enter("sim-4096", "64", moving(few), timer::contestant);
  all.ask({"sim-4096", "of the events/s with 64", times_as_fast, {{"4,096", "64"}}, 0.6, {}});

  all.add({"sim-real-time", "simulated 1,000 connections, a line a second each", unit::seconds_a_simulated_second});
  const measured_part quiet{{.connections = 1000, .pause = std::chrono::seconds(1)},
                            std::chrono::seconds(2),
                            std::chrono::seconds(30),
                            [](const echo_world& world) { return world.lines() / 1000; }};
  all.enter("sim-real-time", "world", moving(quiet), timer::contestant);
  all.ask({"sim-real-time", "seconds simulated in one of CPU", a_second, {{"world", ""}}, 1000.0, 2500.0});
}

}  // namespace asynchat::bench
