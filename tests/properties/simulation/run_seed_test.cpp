#include <asynchat/engine/async_chat.h>
#include <asynchat/properties/simulation/engine_program.h>
#include <asynchat/properties/simulation/run_seed.h>
#include <asynchat/traces/error.h>

#include <gmock/gmock.h>

#include <string>

#include "line_protocol.h"

namespace asynchat::properties::simulation {
namespace {

using testing::HasSubstr;

TEST(run_seed, gives_the_same_outcome_each_time) {
  const scenario_maker maker = line_talks<line_server>();
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const seed_outcome once = run_seed(maker, seed);
    const seed_outcome again = run_seed(maker, seed);
    EXPECT_EQ(once.digest, again.digest);
    EXPECT_EQ(once.events, again.events);
    EXPECT_EQ(once.faults, again.faults);
  }
}

TEST(run_seed, repeats_any_run_from_its_repro_alone) {
  const scenario_maker maker = line_talks<line_server>();
  scenario_maker without_seeds = maker;
  without_seeds.make = [](std::uint64_t) -> std::unique_ptr<scenario> {
    throw std::logic_error("a seed is asked for");
  };
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    traces::repro recorded = record_seed(maker, seed);
    recorded.origin.seed = "4711";
    const seed_outcome again = play_repro(without_seeds, recorded, "repro");
    EXPECT_EQ(again.digest, run_seed(maker, seed).digest) << seed;
    EXPECT_EQ(again.digest, recorded_digest(recorded, "repro"));
  }
}

/// Keeps its loop busy for ever.
struct restless {
  explicit restless(loop& owner) : owner_(owner) { again(); }
  void again() {
    owner_.call_later(std::chrono::seconds(1), [this] { again(); });
  }
  loop& owner_;
};

class restless_scenario final : public scenario {
 public:
  void set_up(sim::world& world) override { world.find_host("server")->run(runs<restless>()); }
  std::optional<complaint> judge(const sim::world&) override { return std::nullopt; }
};

const scenario_maker restless_maker{"restless", [](std::uint64_t) { return std::make_unique<restless_scenario>(); }};

TEST(run_seed, takes_timers_alone_for_rest) {
  const seed_outcome seen = run_seed(restless_maker, 1);
  EXPECT_FALSE(seen.failure);
  EXPECT_FALSE(seen.bound);
}

TEST(run_seed, ends_at_its_bounds_without_a_verdict) {
  const seed_outcome seen = run_seed(restless_maker, 1, {.limits = {.events_max = 1000}});
  EXPECT_FALSE(seen.failure);
  EXPECT_EQ(seen.bound, sim::run_end::events_max);
  EXPECT_EQ(run_seed(restless_maker, 1, {.limits = {.time_max = std::chrono::hours(1)}}).bound, sim::run_end::time_max);
}

TEST(run_seed, makes_a_scenario_of_a_repro_by_its_seed_where_nothing_else_is_written) {
  const traces::repro recorded = record_seed(restless_maker, 7);
  EXPECT_EQ(play_repro(restless_maker, recorded, "repro").digest, recorded_digest(recorded, "repro"));
}

std::string refusal(const traces::repro& recorded) {
  try {
    play_repro(line_talks<line_server>(), recorded, "a.repro.json");
  } catch (const traces::input_error& error) {
    return error.what();
  }
  return "nothing";
}

TEST(run_seed, refuses_a_repro_that_does_not_say_all) {
  const traces::repro right = record_seed(line_talks<line_server>(), 1);
  traces::repro wrong = right;
  std::erase_if(wrong.schedule, [](const std::string& line) { return line.starts_with("run "); });
  EXPECT_EQ(refusal(wrong), "a.repro.json: schedule: expected a line \"run NANOSECONDS digest NUMBER\"");
  wrong = right;
  std::erase_if(wrong.schedule, [](const std::string& line) {
    return line.find("late") != std::string::npos && !line.starts_with("client");
  });
  EXPECT_EQ(refusal(wrong), "a.repro.json: schedule: expected a line \"host late\"");
  wrong = right;
  wrong.schedule.push_back("nonsense");
  EXPECT_THAT(refusal(wrong),
              HasSubstr("schedule[" + std::to_string(right.schedule.size()) + "]: expected host, links"));
}

}  // namespace
}  // namespace asynchat::properties::simulation
