#include <asynchat/properties/gtest/simulation_run.h>
#include <asynchat/traces/error.h>
#include <asynchat/traces/repro.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>

#include "repro_store.h"
#include "shell_word.h"

namespace asynchat::properties {
namespace {

namespace fs = std::filesystem;
using simulation::run_options;
using simulation::seed_outcome;

constexpr std::size_t shown_lines_max = 16;

std::string& running() {
  static std::string text;
  return text;
}

extern "C" void asynchat_tell_what_ran(int) { std::fputs(running().c_str(), stderr); }

/// While it lives, a program that aborts says what it was running. A handler of abort() may call whatever it wants.
class told_on_abort {
 public:
  explicit told_on_abort(const std::string& command) : before_(std::signal(SIGABRT, asynchat_tell_what_ran)) {
    running() = "inside a simulation; again:  " + command + '\n';
  }
  told_on_abort(const told_on_abort&) = delete;
  told_on_abort& operator=(const told_on_abort&) = delete;
  ~told_on_abort() { std::signal(SIGABRT, before_); }

 private:
  void (*before_)(int);
};

/// What a run without a verdict is told of as.
std::string bound_sentence(sim::run_end bound, const run_options& options) {
  if (bound == sim::run_end::events_max) {
    return "the run does not end: stopped after " + std::to_string(options.limits.events_max) + " events";
  }
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(options.limits.time_max).count();
  return "the run does not end: stopped after " + std::to_string(seconds) + " s of its own time";
}

class runner {
 public:
  runner(const simulation::scenario_maker& maker, const simulation_options& options, const test_place& place,
         const framing_environment& environment)
      : maker_(maker), options_(options), test_(place.suite + '.' + place.test), environment_(environment) {
    if (maker_.name.empty()) maker_.name = test_;
  }

  simulation_outcome run(const simulation::seeds& which) {
    if (!environment_.repro.empty()) {
      replay_the_one();
    } else if (!environment_.seed.empty()) {
      run_the_one();
    } else if (replay_kept(); outcome_.failure.empty()) {
      run_all(which.first(), which.last());
    }
    return std::move(outcome_);
  }

 private:
  void replay_the_one() {
    const std::string& path = environment_.repro;
    try {
      const traces::repro recorded = traces::read_repro(path);
      if (recorded.subject != maker_.name) {
        outcome_.remarks.push_back(path + " is of " + recorded.subject + ", not of " + maker_.name);
      } else if (!fails_again(recorded, path)) {
        outcome_.remarks.push_back(path + " holds now: " + recorded.explanation);
      }
    } catch (const traces::input_error& error) {
      outcome_.failure = std::string("ASYNCHAT_REPRO: ") + error.what() + '\n';
    }
  }

  void run_the_one() {
    const std::string& text = environment_.seed;
    std::uint64_t seed = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
    if (error != std::errc() || end != text.data() + text.size()) {
      outcome_.failure = "ASYNCHAT_SEED: expected a number below 2^64, found '" + text + "'\n";
      return;
    }
    run_all(seed, seed);
  }

  void replay_kept() {
    const repro_store store(folder());
    for (const repro_store::kept& one : store.read(outcome_.remarks)) {
      if (one.failure.subject != maker_.name) continue;
      try {
        if (fails_again(one.failure, one.path)) {
          outcome_.failure += "This is a failure that an earlier run kept; no seed was run.\n";
          return;
        }
        store.drop(one.path);
        outcome_.remarks.push_back(one.path + " holds now; removed: " + one.failure.explanation);
      } catch (const traces::input_error& error) {
        outcome_.remarks.emplace_back(error.what());
      }
    }
  }

  /// Tells of it, if so.
  bool fails_again(const traces::repro& recorded, const std::string& path) {
    const told_on_abort told(command("ASYNCHAT_REPRO", path));
    const seed_outcome seen = simulation::play_repro(maker_, recorded, path, options_.run);
    outcome_.events += seen.events;
    if (!seen.failure && !seen.bound) return false;
    outcome_.failure = headline(seen) + schedule_of(recorded) + "seed:   " + recorded.origin.seed + '\n' +
                       "swarm:  " + recorded.origin.strategy + '\n' + kept_at(path);
    return true;
  }

  void run_all(std::uint64_t first, std::uint64_t last) {
    for (std::uint64_t seed = first;; ++seed) {
      if (!holds(seed)) return;
      if (seed == last) break;
    }
    outcome_.remarks.push_back((first == last
                                    ? "seed " + std::to_string(first) + " holds"
                                    : "seeds " + std::to_string(first) + ".." + std::to_string(last) + " hold") +
                               ", " + std::to_string(outcome_.events) + " events");
  }

  bool holds(std::uint64_t seed) {
    const std::string again = command("ASYNCHAT_SEED", std::to_string(seed));
    const told_on_abort told(again);
    try {
      const seed_outcome seen = simulation::run_seed(maker_, seed, options_.run);
      ++outcome_.seeds;
      outcome_.events += seen.events;
      if (!seen.failure && !seen.bound) return true;
      tell(seen, again);
    } catch (const traces::output_error& error) {
      outcome_.failure += std::string("not kept: ") + error.what() + '\n';
    } catch (const std::exception& error) {
      outcome_.failure = std::string("exceptions: the scenario throws \"") + error.what() +
                         "\"\n\nseed:   " + std::to_string(seed) + "\nalone:  " + again;
    }
    return false;
  }

  void tell(const seed_outcome& seen, const std::string& again) {
    const std::string of_seed =
        "seed:   " + std::to_string(seen.seed) + '\n' + "swarm:  " + seen.swarm + '\n' + "alone:  " + again;
    if (!seen.failure) {
      outcome_.failure = headline(seen) + of_seed;
      return;
    }
    const traces::repro whole = simulation::record_seed(maker_, seen.seed, options_.run, "asynchat " ASYNCHAT_VERSION);
    if (simulation::recorded_digest(whole, maker_.name) != seen.digest) {
      outcome_.failure = headline(seen) + of_seed +
                         "The same seed runs otherwise the second time: something in it is random, or is left over "
                         "from the run before.\n";
      return;
    }
    const traces::repro smallest = simulation::shrink_schedule(maker_, whole, options_.run, options_.shrinking);
    outcome_.failure = smallest.property + ": " + smallest.explanation + "\n\n" + schedule_of(smallest) + of_seed;
    outcome_.failure += kept_at(repro_store(folder()).keep(smallest, "seed-" + std::to_string(seen.seed)));
  }

  std::string headline(const seed_outcome& seen) const {
    return (seen.failure ? seen.failure->law + ": " + seen.failure->sentence
                         : "progress: " + bound_sentence(*seen.bound, options_.run)) +
           "\n\n";
  }

  /// What happens in it, for a reader; all of it is in the file.
  static std::string schedule_of(const traces::repro& recorded) {
    std::string text;
    std::size_t left_out = 0;
    std::size_t shown = 0;
    for (const std::string& line : recorded.schedule) {
      if (line.starts_with("due ") || line.starts_with("run ")) continue;
      if (shown == shown_lines_max) {
        ++left_out;
        continue;
      }
      ++shown;
      text += "    " + line + '\n';
    }
    if (left_out > 0) text += "    and " + std::to_string(left_out) + " lines more in the file\n";
    return text.empty() ? text : text + '\n';
  }

  std::string kept_at(const std::string& path) const {
    return "kept:   " + path + '\n' + "again:  " + command("ASYNCHAT_REPRO", path);
  }

  std::string command(const std::string& variable, const std::string& value) const {
    return variable + '=' + shell_word(value) + ' ' + shell_word(environment_.program) +
           " --gtest_filter=" + shell_word(test_) + '\n';
  }

  std::string folder() const {
    const std::string& all = !environment_.repro_folder.empty() ? environment_.repro_folder : options_.repro_folder;
    return (fs::path(all.empty() ? "asynchat-repros" : all) / as_file_name(test_)).string();
  }

  simulation::scenario_maker maker_;
  const simulation_options& options_;
  const std::string test_;
  const framing_environment& environment_;
  simulation_outcome outcome_;
};

}  // namespace

simulation_outcome run_simulations(const simulation::scenario_maker& maker, const simulation::seeds& which,
                                   const simulation_options& options, const test_place& place,
                                   const framing_environment& environment) {
  return runner(maker, options, place, environment).run(which);
}

}  // namespace asynchat::properties
