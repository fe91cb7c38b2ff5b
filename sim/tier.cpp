#include <asynchat/sim/strategies/burst.h>
#include <asynchat/sim/strategies/byte.h>
#include <asynchat/sim/strategies/coalesce.h>
#include <asynchat/sim/strategies/cut1.h>
#include <asynchat/sim/strategies/cut2.h>
#include <asynchat/sim/strategies/empty_reads.h>
#include <asynchat/sim/strategies/eof.h>
#include <asynchat/sim/strategies/fixed.h>
#include <asynchat/sim/strategies/random.h>
#include <asynchat/sim/strategies/recorded.h>
#include <asynchat/sim/strategies/reset_peer.h>
#include <asynchat/sim/strategies/short_write.h>
#include <asynchat/sim/strategies/suffix.h>
#include <asynchat/sim/strategies/terminator_edge.h>
#include <asynchat/sim/strategies/whole.h>
#include <asynchat/sim/tier.h>

#include <algorithm>
#include <numeric>

namespace asynchat::sim {

namespace {

using strategy_list = std::vector<std::unique_ptr<const strategy>>;

/// fixed(2) to fixed(16).
constexpr std::size_t fixed_strategies = 15;

strategy_list make_quick_strategies() {
  strategy_list list;
  list.push_back(std::make_unique<strategies::whole>());
  list.push_back(std::make_unique<strategies::byte>());
  list.push_back(std::make_unique<strategies::recorded>());
  list.push_back(std::make_unique<strategies::cut1>());
  list.push_back(std::make_unique<strategies::terminator_edge>());
  list.push_back(std::make_unique<strategies::coalesce>());
  list.push_back(std::make_unique<strategies::empty_reads>());
  list.push_back(std::make_unique<strategies::suffix>());
  list.push_back(std::make_unique<strategies::eof>());
  list.push_back(std::make_unique<strategies::reset_peer>());
  list.push_back(std::make_unique<strategies::short_write>());
  for (std::size_t k = 2; k < 2 + fixed_strategies; ++k) list.push_back(std::make_unique<strategies::fixed>(k));
  for (std::size_t k = 2; k <= 9; ++k) list.push_back(std::make_unique<strategies::burst>(k));
  list.push_back(std::make_unique<strategies::cut2>());
  list.push_back(std::make_unique<strategies::random>());
  return list;
}

/// Which offsets, 0 to the stream's length, are played: the edges, and every k-th.
std::vector<bool> chosen_offsets(const stream_shape& shape, const tier_budget& budget) {
  const std::size_t size = shape.bytes.size();
  std::vector<bool> chosen(size + 1, false);
  for (const edge& each : shape.edges) chosen[each.offset] = true;
  const std::size_t step = size / std::max<std::size_t>(budget.spread_offsets, 1) + 1;
  for (std::size_t offset = 0; offset <= size; offset += step) chosen[offset] = true;
  return chosen;
}

/// Keeps `most` of them, evenly spread.
void thin(std::vector<std::uint64_t>& indices, std::uint64_t most) {
  const std::size_t all = indices.size();
  if (all <= most) return;
  const std::size_t kept = static_cast<std::size_t>(most);
  std::size_t next = 0;
  std::size_t sum = 0;
  for (const std::uint64_t index : indices) {
    sum += kept;
    if (sum < all) continue;
    sum -= all;
    indices[next++] = index;
  }
  indices.resize(next);
  indices.shrink_to_fit();
}

}  // namespace

const std::vector<std::unique_ptr<const strategy>>& quick_strategies() {
  static const strategy_list list = make_quick_strategies();
  return list;
}

selection select(const strategy& what, const stream_shape& shape, const tier_budget& budget) {
  selection result{&what, {}, what.count(shape)};
  const std::size_t size = shape.bytes.size();
  if (dynamic_cast<const strategies::cut2*>(&what) != nullptr && size > budget.every_pair_bytes_max) return result;
  if (size <= budget.every_offset_bytes_max) {
    result.indices.resize(result.possible);
    std::iota(result.indices.begin(), result.indices.end(), std::uint64_t{0});
    return result;
  }
  const std::vector<bool> chosen = chosen_offsets(shape, budget);
  for (std::uint64_t index = 0; index < result.possible; ++index) {
    const std::optional<std::size_t> offset = what.offset(shape, index);
    if (!offset || chosen[*offset]) result.indices.push_back(index);
  }
  thin(result.indices, budget.plans_max);
  return result;
}

std::vector<selection> quick_tier(const stream_shape& shape, const tier_budget& budget) {
  std::vector<selection> tier;
  for (const auto& what : quick_strategies()) {
    tier_budget share = budget;
    // Each of these delivers the whole stream each time, and they differ in a number alone.
    if (what->name() == "fixed") share.plans_max = std::max<std::uint64_t>(1, budget.plans_max / fixed_strategies);
    tier.push_back(select(*what, shape, share));
  }
  return tier;
}

}  // namespace asynchat::sim
