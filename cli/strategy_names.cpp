#include "strategy_names.h"

#include <asynchat/sim/tier.h>

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "terminal.h"

namespace asynchat::cli {

namespace {

/// All strategies of one name; they differ in their parameters.
struct family {
  std::string_view name;
  std::string_view finds;
  std::vector<std::string> members;

  /// "cut1", "random(200)", "burst(2) to burst(9)".
  std::string shown() const {
    return members.size() == 1 ? members.front() : members.front() + " to " + members.back();
  }
};

std::vector<family> families() {
  std::vector<family> result;
  for (const auto& what : sim::quick_strategies()) {
    if (result.empty() || result.back().name != what->name()) result.push_back({what->name(), what->finds(), {}});
    result.back().members.push_back(sim::to_string(*what));
  }
  return result;
}

}  // namespace

std::string not_a_strategy(const std::string& name) {
  const auto& all = sim::quick_strategies();
  if (std::any_of(all.begin(), all.end(), [&](const auto& what) { return sim::is_called(*what, name); })) return {};
  std::string known;
  for (const family& one : families()) known += (known.empty() ? "" : ", ") + one.shown();
  return fmt::format("unknown strategy '{}'; known are {}", on_one_line(name), known);
}

std::string strategy_help() {
  std::string text = "Strategies, and the bug that each finds; a name without its number stands for all of them:\n";
  for (const family& one : families()) text += fmt::format("  {}\n      {}\n", one.shown(), one.finds);
  return text;
}

}  // namespace asynchat::cli
