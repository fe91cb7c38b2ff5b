#include <asynchat/properties/simulation/run_seed.h>
#include <asynchat/traces/error.h>

#include <algorithm>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

#include "tell.h"

namespace asynchat::properties::simulation {
namespace {

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream text(line);
  std::vector<std::string> words;
  for (std::string word; text >> word;) words.push_back(word);
  return words;
}

std::string line_of(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
  return line;
}

class schedule_shrinker {
 public:
  schedule_shrinker(const scenario_maker& maker, traces::repro recorded, const run_options& options,
                    const schedule_shrink_limits& limits)
      : maker_(maker), best_(std::move(recorded)), options_(options), limits_(limits) {}

  traces::repro shrink() {
    if (!try_it(best_)) return best_;
    for (std::size_t before = 0; before != best_.schedule.size() && !is_over();) {
      before = best_.schedule.size();
      shrink_list(best_.schedule, [this](std::vector<std::string> lines) {
        traces::repro smaller = best_;
        smaller.schedule = std::move(lines);
        return try_it(std::move(smaller));
      });
    }
    for (std::size_t i = 0; i < best_.schedule.size(); ++i) {
      if (best_.schedule[i].starts_with(law_of_the_case)) continue;
      shrink_list(words_of(best_.schedule[i]), [this, i](const std::vector<std::string>& words) {
        traces::repro smaller = best_;
        smaller.schedule[i] = line_of(words);
        return try_it(std::move(smaller));
      });
    }
    shrink_list(best_.streams, [this](std::vector<traces::repro_stream> streams) {
      traces::repro smaller = best_;
      smaller.streams = std::move(streams);
      return try_it(std::move(smaller));
    });
    return best_;
  }

 private:
  /// What is due to a client is no part of what happens: with less of it the same run would be judged otherwise.
  static constexpr std::string_view law_of_the_case = "due ";

  /// Drops what may be dropped, in runs that get shorter, the last ones first.
  template <class Item, class Accepts>
  void shrink_list(std::vector<Item> list, Accepts accepts) {
    for (std::size_t run = list.size(); run > 0; run /= 2) {
      for (std::size_t end = list.size(); end > 0 && !is_over();) {
        const std::size_t begin = end - std::min(run, end);
        std::vector<Item> fewer = list;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(begin),
                    fewer.begin() + static_cast<std::ptrdiff_t>(end));
        if (!fewer.empty() && accepts(fewer)) list = std::move(fewer);
        end = begin;
      }
    }
  }

  /// Plays it; where it breaks the same law it is the best so far.
  bool try_it(traces::repro smaller) {
    ++plays_;
    try {
      const seed_outcome seen = play_repro(maker_, smaller, "a smaller schedule", options_);
      if (!seen.failure || seen.failure->law != best_.property) return false;
      tell(seen, smaller);
    } catch (const traces::input_error&) {
      return false;  // nobody can read that
    }
    best_ = std::move(smaller);
    return true;
  }

  bool is_over() const { return plays_ >= limits_.plays_max || (limits_.out_of_time && limits_.out_of_time()); }

  const scenario_maker& maker_;
  traces::repro best_;
  const run_options& options_;
  const schedule_shrink_limits& limits_;
  std::size_t plays_ = 0;
};

}  // namespace

traces::repro shrink_schedule(const scenario_maker& maker, const traces::repro& recorded, const run_options& options,
                              const schedule_shrink_limits& limits) {
  return schedule_shrinker(maker, recorded, options, limits).shrink();
}

}  // namespace asynchat::properties::simulation
