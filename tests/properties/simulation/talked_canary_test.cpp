#include <asynchat/properties/simulation/run_seed.h>
#include <asynchat/properties/simulation/talk.h>
#include <asynchat/properties/simulation/talked_canary.h>
#include <asynchat/traces/repro.h>

#include <gmock/gmock.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "line_protocol.h"

namespace asynchat::properties::simulation {
namespace {

constexpr std::uint64_t seeds_max = 1000;

/// A canary that a simulation can show.
class simulated_canary : public testing::TestWithParam<const canary*> {};

TEST_P(simulated_canary, is_found_within_a_thousand_seeds_and_its_repro_fails_the_same_way) {
  const scenario_maker maker = talks([] { return talked_canary(*GetParam()); });
  const std::optional<seed_outcome> found = first_failure(maker, seeds_max);
  ASSERT_TRUE(found);
  const traces::repro recorded = record_seed(maker, found->seed);
  const seed_outcome again = play_repro(maker, recorded, "repro");
  ASSERT_TRUE(again.failure);
  EXPECT_EQ(again.failure->sentence, found->failure->sentence);
  EXPECT_EQ(again.digest, found->digest);
  EXPECT_EQ(recorded_digest(recorded, "repro"), again.digest);
}

TEST(talked_canary, is_named_with_a_reason_where_no_simulation_shows_it) {
  std::vector<std::string_view> names;
  for (const canary& one : all_canaries()) {
    if (!not_simulated(one).empty()) names.push_back(one.name);
  }
  EXPECT_THAT(names, testing::ElementsAre("rescans_line", "shifts_each_frame", "local_peer_trusted"));
}

TEST(shrink_schedule, leaves_little_but_what_breaks_the_law) {
  const scenario_maker maker = talks([] { return talked_canary(*canary_named("no_carry_over")); });
  const traces::repro recorded = record_seed(maker, first_failure(maker, seeds_max)->seed);
  const traces::repro small = shrink_schedule(maker, recorded);
  EXPECT_EQ(small.property, recorded.property);
  EXPECT_LT(2 * small.schedule.size(), recorded.schedule.size());
  const seed_outcome again = play_repro(maker, small, "repro");
  ASSERT_TRUE(again.failure);
  EXPECT_EQ(again.failure->sentence, small.explanation);
  EXPECT_EQ(again.digest, recorded_digest(small, "repro"));
}

TEST(shrink_schedule, leaves_a_run_that_breaks_nothing_as_it_is) {
  const scenario_maker maker = line_talks<line_server>();
  const traces::repro recorded = record_seed(maker, 1);
  EXPECT_EQ(shrink_schedule(maker, recorded), recorded);
}

std::vector<const canary*> simulated_canaries() {
  std::vector<const canary*> birds;
  for (const canary& one : all_canaries()) {
    if (not_simulated(one).empty()) birds.push_back(&one);
  }
  return birds;
}

INSTANTIATE_TEST_SUITE_P(each, simulated_canary, testing::ValuesIn(simulated_canaries()),
                         [](const auto& one) { return std::string(one.param->name); });

}  // namespace
}  // namespace asynchat::properties::simulation
