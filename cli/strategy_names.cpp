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

void add_families(const std::vector<std::unique_ptr<const sim::strategy>>& list, std::vector<family>& result) {
  for (const auto& what : list) {
    auto known =
        std::find_if(result.begin(), result.end(), [&](const family& one) { return one.name == what->name(); });
    if (known == result.end()) known = result.insert(known, {what->name(), what->finds(), {}});
    known->members.push_back(sim::to_string(*what));
  }
}

/// What is tried on the side of the parser, not of the network.
const family callbacks{
    "callbacks",
    "A callback that closes, pushes, sets a terminator, discards or throws is called again, or loses "
    "input.",
    {"callbacks"}};

std::vector<family> families_of_tier_full() {
  std::vector<family> result;
  add_families(sim::full_strategies(), result);
  result.push_back(callbacks);
  return result;
}

std::vector<family> hostile_families() {
  std::vector<family> result;
  add_families(sim::hostile_strategies(), result);
  return result;
}

bool is_one_of(const std::vector<std::unique_ptr<const sim::strategy>>& list, const std::string& name) {
  return std::any_of(list.begin(), list.end(), [&](const auto& what) { return sim::is_called(*what, name); });
}

bool is_quick(std::string_view name) {
  const auto& all = sim::quick_strategies();
  return std::any_of(all.begin(), all.end(), [&](const auto& what) { return what->name() == name; });
}

}  // namespace

std::string not_a_strategy(const std::string& name) {
  if (name == callbacks.name || is_one_of(sim::full_strategies(), name) || is_one_of(sim::hostile_strategies(), name)) {
    return {};
  }
  std::string known;
  for (const family& one : families_of_tier_full()) known += (known.empty() ? "" : ", ") + one.shown();
  for (const family& one : hostile_families()) known += ", " + one.shown();
  return fmt::format("unknown strategy '{}'; known are {}", on_one_line(name), known);
}

std::string strategy_help() {
  std::string quick;
  std::string full;
  std::string hostile;
  const auto line = [](const family& one) { return fmt::format("  {}\n      {}\n", one.shown(), one.finds); };
  for (const family& one : families_of_tier_full()) (is_quick(one.name) ? quick : full) += line(one);
  for (const family& one : hostile_families()) hostile += line(one);
  return "Strategies, and the bug that each finds; a name without its number stands for all of them. Of tier quick:\n" +
         quick + "Of tier full besides:\n" + full + "Of profile hostile besides:\n" + hostile;
}

}  // namespace asynchat::cli
