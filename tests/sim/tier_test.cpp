#include <asynchat/sim/strategies/burst.h>
#include <asynchat/sim/strategies/cut1.h>
#include <asynchat/sim/strategies/cut2.h>
#include <asynchat/sim/strategies/eof.h>
#include <asynchat/sim/strategies/fixed.h>
#include <asynchat/sim/tier.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <functional>

#include "example_shapes.h"

namespace asynchat::sim {
namespace {

using testing::ElementsAre;

/// A budget under which a stream of more than four bytes is a long one.
tier_budget small_budget(std::size_t spread_offsets) {
  tier_budget budget;
  budget.every_offset_bytes_max = 4;
  budget.spread_offsets = spread_offsets;
  return budget;
}

std::vector<std::uint64_t> chosen(const strategy& what, const stream_shape& shape, const tier_budget& budget) {
  return select(what, shape, budget).indices;
}

TEST(quick_tier, plays_every_plan_of_a_short_stream) {
  for (const selection& each : quick_tier(lines({"hello", "world"}).shape())) {
    EXPECT_EQ(each.tried(), each.possible) << to_string(*each.what);
  }
}

TEST(quick_tier, names_every_strategy_of_the_design) {
  std::vector<std::string> names;
  for (const selection& each : quick_tier({})) names.emplace_back(each.what->name());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  EXPECT_THAT(names, ElementsAre("whole", "byte", "recorded", "cut1", "terminator_edge", "coalesce", "empty_reads",
                                 "suffix", "eof", "reset_peer", "short_write", "fixed", "burst", "cut2", "random"));
}

TEST(quick_tier, takes_pairs_of_cuts_to_64_bytes) {
  EXPECT_EQ(select(strategies::cut2(), plain(std::string(64, 'x'))).tried(), 63u * 62 / 2);
  const selection longer = select(strategies::cut2(), plain(std::string(65, 'x')));
  EXPECT_EQ(longer.tried(), 0u);
  EXPECT_EQ(longer.possible, 64u * 63 / 2);
}

TEST(quick_tier, takes_every_offset_to_16_kib) {
  EXPECT_EQ(select(strategies::cut1(), plain(std::string(16384, 'x'))).tried(), 16383u);
  EXPECT_EQ(select(strategies::cut1(), plain(std::string(16385, 'x'))).tried(), 963u);
}

TEST(quick_tier, takes_edges_and_every_kth_offset_of_a_long_stream) {
  const std::vector<edge> edges{{5, 0}, {6, 1}, {7, 0}};
  stream_shape shape = plain(std::string(12, 'x'));
  shape.edges = edges;
  EXPECT_THAT(chosen(strategies::cut1(), shape, small_budget(3)), ElementsAre(4, 5, 6, 9));
  EXPECT_THAT(chosen(strategies::eof(), shape, small_budget(3)), ElementsAre(0, 5, 6, 7, 10));
  EXPECT_THAT(chosen(strategies::burst(4), shape, small_budget(3)), ElementsAre(0, 5, 6, 7));
}

TEST(quick_tier, takes_all_plans_that_go_by_no_offset) {
  EXPECT_THAT(chosen(strategies::fixed(3), plain(std::string(12, 'x')), small_budget(1)), ElementsAre(0, 1, 2));
}

TEST(quick_tier, thins_evenly_when_asked_to) {
  tier_budget budget = small_budget(12);
  budget.plans_max = 3;
  const selection few = select(strategies::cut1(), plain(std::string(13, 'x')), budget);
  EXPECT_THAT(few.indices, ElementsAre(3, 7, 11));
  EXPECT_EQ(few.possible, 12u);
}

TEST(quick_tier, lets_fixed_reads_share_what_one_strategy_may_have) {
  tier_budget budget = small_budget(12);
  budget.plans_max = 30;
  std::uint64_t fixed_plans = 0;
  for (const selection& each : quick_tier(plain(std::string(100, 'x')), budget)) {
    if (each.what->name() == "fixed") fixed_plans += each.tried();
    if (each.what->name() == "random") {
      EXPECT_EQ(each.tried(), 30u);
    }
  }
  EXPECT_EQ(fixed_plans, 30u);
}

TEST(full_tier, has_tier_quick_and_every_other_strategy_of_the_design) {
  const auto& quick = quick_strategies();
  const auto& full = full_strategies();
  ASSERT_GT(full.size(), quick.size());
  for (std::size_t i = 0; i < quick.size(); ++i) EXPECT_EQ(to_string(*full[i]), to_string(*quick[i]));
  std::vector<std::string> names;
  for (std::size_t i = quick.size(); i < full.size(); ++i) names.emplace_back(full[i]->name());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  EXPECT_THAT(names,
              ElementsAre("buffer_edge", "codepoint", "prefix", "zero_frames", "spurious_wakeup", "recv_error",
                          "write_error", "eof_with_data", "half_close", "limit_data", "slow_close", "write_block",
                          "short_write", "send_buffer", "latency", "jitter", "bandwidth", "stall", "trickle",
                          "byte+short_write", "byte+write_block", "coalesce+send_buffer", "random+jitter"));
}

TEST(full_tier, plays_every_plan_of_a_short_stream) {
  for (const selection& each : full_tier(lines({"hello", "world"}).shape())) {
    EXPECT_EQ(each.tried(), each.possible) << to_string(*each.what);
  }
}

TEST(full_tier, spreads_pairs_of_cuts_over_a_longer_stream) {
  for (const selection& each : full_tier(plain(std::string(1000, 'x')))) {
    if (each.what->name() != "cut2") continue;
    EXPECT_EQ(each.possible, 999u * 998 / 2);
    EXPECT_EQ(each.tried(), full_pairs);
    EXPECT_EQ(each.indices.front(), 0u);
    EXPECT_GT(each.indices.back(), each.possible - 40);
    EXPECT_EQ(std::adjacent_find(each.indices.begin(), each.indices.end(), std::greater_equal<>()), each.indices.end());
  }
}

TEST(full_tier, spreads_as_many_pairs_as_it_is_told_to) {
  tier_budget budget;
  budget.every_pair_bytes_max = 0;
  budget.spread_pairs = 4;
  EXPECT_THAT(select(strategies::cut2(), plain("abcdef"), budget).indices, ElementsAre(0, 2, 5, 7));
  budget.spread_pairs = 100;
  EXPECT_EQ(select(strategies::cut2(), plain("abcdef"), budget).tried(), 10u);
}

TEST(hostile_tier, is_in_no_other) {
  for (const auto& hostile : hostile_strategies()) {
    for (const auto& other : full_strategies()) EXPECT_NE(hostile->name(), other->name());
  }
  EXPECT_EQ(hostile_tier({}).size(), hostile_strategies().size());
}

TEST(quick_tier, of_an_empty_stream_has_its_endings) {
  std::uint64_t tried = 0;
  for (const selection& each : quick_tier({})) tried += each.tried();
  EXPECT_EQ(tried, 1u + 4 + 1 + 1 + 3);  // whole, empty_reads, eof, reset_peer, short_write
}

}  // namespace
}  // namespace asynchat::sim
