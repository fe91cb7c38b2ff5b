#pragma once

#include <benchmark/benchmark.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What the bench compares: tasks, the contestants that do each, and the gates that say how much faster or cheaper one
/// must be than another. Nothing here knows a task; each folder enters its own.
namespace asynchat::bench {

/// What a contestant's cost is counted in.
enum class unit : std::uint8_t {
  seconds_a_byte,
  seconds_a_line,
  seconds_a_child,
  bytes_a_connection,
  seconds_a_stream,
  seconds_a_run,
  seconds_a_case,
  seconds_an_event,
  seconds_a_simulated_second,
  gibibytes_a_process,
  microseconds_more
};

struct task {
  std::string name;   ///< what --only looks at
  std::string title;  ///< what is done, in a line
  unit cost = unit::seconds_a_byte;
};

/// Runs the work state.iterations() times and reports its cost with report_cost; or state.SkipWithError, when the
/// answer is wrong.
using timed_work = std::function<void(benchmark::State&)>;

/// Who takes the time: the benchmark library, of this process; or the contestant, which then runs once and calls
/// state.SetIterationTime with the CPU time of another process.
enum class timer : std::uint8_t { library, contestant };

/// One who does one task.
struct contestant {
  std::string task;
  std::string name;
  timed_work run;
  timer timed_by = timer::library;
  /// Costs, one for each repetition. Repetition i of every contestant of a task ran within the same second or two.
  std::vector<double> costs;
  /// Why it did not run.
  std::string skipped;
};

/// Tells the cost of one iteration: that of `units` bytes or lines, in the time that was measured.
void report_cost(benchmark::State& state, std::size_t units);
/// The same for what is no time.
void report_amount(benchmark::State& state, double amount);

/// What a gate measures, and with it which way is better.
enum class yardstick : std::uint8_t {
  times_as_fast,  ///< the rival's cost over ours: at least
  times_as_dear,  ///< our cost over the rival's: at most
  gigabytes,      ///< ours, a second: at least
  a_second,       ///< how often ours is done in a second: at least
  amount,         ///< our cost as it is: at most
};

/// What must hold between contestants of one task.
struct gate {
  /// Ours, and the rival where the yardstick has one.
  struct pair {
    std::string ours;
    std::string rival;
  };

  std::string task;
  std::string words;  ///< what the measured number is
  yardstick by = yardstick::times_as_fast;
  std::vector<pair> pairs;      ///< the one that looks worst for us is what counts
  std::optional<double> limit;  ///< without it nothing is asked: the row only informs
  std::optional<double> stretch;
};

/// All tasks with their contestants and gates.
class contest {
 public:
  void add(task what) { tasks_.push_back(std::move(what)); }
  /// Contestants of a task run in the order in which they are entered, and every second time in the opposite one.
  void enter(const std::string& task, const std::string& name, timed_work run, timer timed_by = timer::library);
  /// Enters one that cannot run here.
  void excuse(const std::string& task, const std::string& name, const std::string& why);
  void ask(gate what) { gates_.push_back(std::move(what)); }
  /// Keeps the tasks whose name holds one of `words`; all of them when there are none.
  void keep_only(const std::vector<std::string>& words);

  /// Runs each task's contestants one after the other, `repetitions` times. Throws std::runtime_error when one of them
  /// gives a wrong answer or cannot do its work.
  void run(int repetitions, const std::function<void(std::string_view)>& progress);

  const std::vector<task>& tasks() const { return tasks_; }
  const std::vector<contestant>& contestants() const { return contestants_; }
  const std::vector<gate>& gates() const { return gates_; }
  /// Null when there is none of that name.
  const contestant* find(std::string_view task, std::string_view name) const;

 private:
  std::vector<task> tasks_;
  std::vector<contestant> contestants_;
  std::vector<gate> gates_;
};

void enter_frames(contest& all);
void enter_in_place(contest& all);
void enter_adversarial(contest& all);
void enter_single_bytes(contest& all);
void enter_long_frame(contest& all);
void enter_long_terminator(contest& all);
void enter_generated_cases(contest& all);
void enter_echo(contest& all);
void enter_idle(contest& all);
void enter_proxy(contest& all);
void enter_fuzz(contest& all);
void enter_exec(contest& all);
void enter_proofs(contest& all);
void enter_sim_rates(contest& all);
void enter_sim_connections(contest& all);
void enter_sim_echo(contest& all);
void enter_sim_jobs(contest& all);
void enter_traces(contest& all);

}  // namespace asynchat::bench
