#pragma once

#include <asynchat/sim/strategy.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace asynchat::sim {

/// How much of a tier is played. What is left out shows in the numbers of each selection.
struct tier_budget {
  /// Streams up to that length get every plan of every strategy but cut2.
  std::size_t every_offset_bytes_max = std::size_t{16} << 10;
  /// Streams up to that length get every plan of cut2, longer ones none.
  std::size_t every_pair_bytes_max = 64;
  /// On longer streams a strategy that goes by offsets takes every edge of the shape and, besides these, about that
  /// many offsets, evenly spread.
  std::size_t spread_offsets = 1024;
  /// On longer streams, more plans of one strategy than that are thinned evenly, edges and all; the
  /// strategies fixed(2) to fixed(16) share that number.
  std::uint64_t plans_max = std::numeric_limits<std::uint64_t>::max();
  /// Streams of more than every_pair_bytes_max get that many plans of cut2, or all there are, evenly spread. Tier quick
  /// has none of them, full_tier() takes `full_pairs`.
  std::uint64_t spread_pairs = 0;
  /// Of a tier, only the strategies that are called so, as is_chosen() takes it; empty: all.
  std::vector<std::string> strategies = {};
};
inline constexpr std::uint64_t full_pairs = std::uint64_t{1} << 14;

/// The plans of one strategy that are to be played, ascending, of `possible` many.
struct selection {
  const strategy* what = nullptr;
  std::vector<std::uint64_t> indices;
  std::uint64_t possible = 0;

  std::uint64_t tried() const { return indices.size(); }
};

/// The strategies of tier quick, in the order in which they are played: seconds for a stream. They live for ever.
const std::vector<std::unique_ptr<const strategy>>& quick_strategies();

/// The strategies of tier full, nightly work: those of tier quick, in their order, and all others that do what TCP may
/// do: profile tcp. They live for ever. What is not about one stream's delivery stands elsewhere: limits are a law,
/// callback actions belong to the parser's side, and connections that interleave to a world.
const std::vector<std::unique_ptr<const strategy>>& full_strategies();

/// Strategies that change bytes as TCP never does: profile hostile. No tier has them; they are asked for.
const std::vector<std::unique_ptr<const strategy>>& hostile_strategies();

/// Which plans of one strategy a budget allows.
selection select(const strategy& what, const stream_shape& shape, const tier_budget& budget = {});

/// A selection for each of quick_strategies() that the budget names, those without a plan for this stream included.
std::vector<selection> quick_tier(const stream_shape& shape, const tier_budget& budget = {});
/// The same for each of full_strategies(), with `full_pairs` where the budget names no pairs, and for each of
/// hostile_strategies().
std::vector<selection> full_tier(const stream_shape& shape, const tier_budget& budget = {});
std::vector<selection> hostile_tier(const stream_shape& shape, const tier_budget& budget = {});

}  // namespace asynchat::sim
