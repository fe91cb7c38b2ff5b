#include "contest.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace asynchat::bench {

namespace {

constexpr const char* cost_counter = "cost";

/// Keeps the cost of the one benchmark that ran, and prints nothing.
class cost_reader final : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.error_occurred) throw std::runtime_error(run.run_name.function_name + ": " + run.error_message);
      if (run.run_type == Run::RT_Iteration) cost = run.counters.at(cost_counter).value;
    }
  }

  std::optional<double> cost;
};

}  // namespace

void report_cost(benchmark::State& state, std::size_t units) {
  state.counters[cost_counter] = benchmark::Counter(
      static_cast<double>(units), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void report_amount(benchmark::State& state, double amount) { state.counters[cost_counter] = amount; }

void contest::enter(const std::string& task, const std::string& name, timed_work run, timer timed_by) {
  contestants_.push_back({task, name, std::move(run), timed_by, {}, {}});
}

void contest::excuse(const std::string& task, const std::string& name, const std::string& why) {
  contestants_.push_back({task, name, {}, timer::library, {}, why});
}

void contest::keep_only(const std::vector<std::string>& words) {
  if (words.empty()) return;
  const auto unwanted = [&](const std::string& name) {
    return std::none_of(words.begin(), words.end(),
                        [&](const std::string& word) { return name.find(word) != std::string::npos; });
  };
  std::erase_if(tasks_, [&](const task& each) { return unwanted(each.name); });
  std::erase_if(contestants_, [&](const contestant& each) { return unwanted(each.task); });
  std::erase_if(gates_, [&](const gate& each) { return unwanted(each.task); });
}

void contest::run(int repetitions, const std::function<void(std::string_view)>& progress) {
  // A number in front makes a filter that names one benchmark alone.
  for (std::size_t i = 0; i < contestants_.size(); ++i) {
    const contestant& each = contestants_[i];
    if (!each.run) continue;
    auto* entry = benchmark::RegisterBenchmark((std::to_string(i) + ": " + each.task + "/" + each.name).c_str(),
                                               [run = each.run](benchmark::State& state) { run(state); });
    if (each.timed_by == timer::contestant) entry->Iterations(1)->UseManualTime();
  }
  for (const task& what : tasks_) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < contestants_.size(); ++i) {
      if (contestants_[i].task == what.name && contestants_[i].run) order.push_back(i);
    }
    for (int repetition = 0; repetition < repetitions; ++repetition) {
      progress(what.name + ", " + std::to_string(repetition + 1) + " of " + std::to_string(repetitions));
      for (const std::size_t i : order) {
        cost_reader reader;
        benchmark::RunSpecifiedBenchmarks(&reader, "^" + std::to_string(i) + ": ");
        contestants_[i].costs.push_back(reader.cost.value());
      }
      std::reverse(order.begin(), order.end());
    }
  }
}

const contestant* contest::find(std::string_view task, std::string_view name) const {
  for (const contestant& each : contestants_) {
    if (each.task == task && each.name == name) return &each;
  }
  return nullptr;
}

}  // namespace asynchat::bench
