#pragma once

#include <asynchat/sim/strategy.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
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
};

/// The plans of one strategy that are to be played, ascending, of `possible` many.
struct selection {
  const strategy* what = nullptr;
  std::vector<std::uint64_t> indices;
  std::uint64_t possible = 0;

  std::uint64_t tried() const { return indices.size(); }
};

/// The strategies of tier quick, in the order in which they are played: seconds for a stream. They live for ever.
const std::vector<std::unique_ptr<const strategy>>& quick_strategies();

/// Which plans of one strategy a budget allows.
selection select(const strategy& what, const stream_shape& shape, const tier_budget& budget = {});

/// A selection for each of quick_strategies(), those without a plan for this stream included.
std::vector<selection> quick_tier(const stream_shape& shape, const tier_budget& budget = {});

}  // namespace asynchat::sim
