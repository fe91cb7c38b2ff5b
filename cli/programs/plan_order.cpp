#include "plan_order.h"

#include <asynchat/sim/tier.h>

#include <algorithm>
#include <bit>
#include <numeric>
#include <string_view>

namespace asynchat::cli {

namespace {

bool can_reach(std::string_view strategy) {
  static constexpr std::string_view cannot[] = {"whole", "empty_reads", "suffix", "reset_peer", "short_write"};
  return std::find(std::begin(cannot), std::end(cannot), strategy) == std::end(cannot);
}

/// The numbers below `count`, each the mirror image, in bits, of its place.
std::vector<std::size_t> spread(std::size_t count) {
  std::vector<std::size_t> result;
  result.reserve(count);
  const std::size_t all = std::bit_ceil(count);
  std::size_t mirrored = 0;
  for (std::size_t place = 0; place < all; ++place) {
    if (mirrored < count) result.push_back(mirrored);
    // The mirror image of place + 1: a carry that runs from the highest bit down.
    std::size_t bit = all >> 1;
    for (; bit > 0 && (mirrored & bit) != 0; bit >>= 1) mirrored ^= bit;
    mirrored |= bit;
  }
  return result;
}

}  // namespace

foreign_plans plans_for_foreign(const sim::stream_shape& shape, const std::vector<std::string>& names) {
  foreign_plans plans;
  std::vector<std::vector<std::uint64_t>> turns;
  for (const sim::selection& one : sim::quick_tier(shape)) {
    if (!can_reach(one.what->name()) || !sim::is_chosen(*one.what, names)) continue;
    plans.strategies.push_back({one.what, one.possible});
    std::vector<std::uint64_t>& turn = turns.emplace_back();
    for (const std::size_t place : spread(one.indices.size())) turn.push_back(one.indices[place]);
  }
  const std::size_t total = std::accumulate(turns.begin(), turns.end(), std::size_t{0},
                                            [](std::size_t sum, const auto& turn) { return sum + turn.size(); });
  plans.order.reserve(total);
  for (std::size_t round = 0; plans.order.size() < total; ++round) {
    for (std::size_t i = 0; i < turns.size(); ++i) {
      if (round < turns[i].size()) plans.order.push_back({i, turns[i][round]});
    }
  }
  return plans;
}

sim::delivery as_foreign(const sim::strategy& what, const sim::stream_shape& shape, std::uint64_t index) {
  sim::delivery made = what.make(shape, index);
  std::vector<std::size_t> cuts = sim::cuts_of(made.steps);
  if (what.name() == "eof") {
    cuts.resize(made.kept);
    std::iota(cuts.begin(), cuts.end(), std::size_t{0});
  }
  made.steps = sim::cut_at(made.kept, cuts, sim::ending::eof);
  return made;
}

}  // namespace asynchat::cli
