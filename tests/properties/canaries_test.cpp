#include <asynchat/properties/canaries.h>
#include <asynchat/properties/evaluation.h>
#include <asynchat/sim/tier.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "socket_worlds.h"

namespace asynchat::properties {
namespace {

sim::plan plan_of(const canary_example& example) { return std::get<sim::plan>(sim::parse_plan(example.plan)); }

/// What the canary's model tells of the bytes under that ending.
events model_events(const canary& bird, std::string_view bytes, sim::ending end) {
  events told;
  for (const expected_event& each : bird.model(bytes, end != sim::ending::open, {})) {
    told.add(each.what.name, each.what.bytes, each.what.numbers);
  }
  return told;
}

/// The same bytes, ending and sending, in one read.
sim::plan in_one_read(std::size_t bytes, sim::plan steps) {
  steps.recv = sim::cut_at(bytes, {}).recv;
  return steps;
}

/// What the canary's law says of an example that linear_cost is to judge.
std::optional<breach> cost_verdict(const subject& parser, const canary_example& example, const sim::plan& steps) {
  const checked_stream stream{example.bytes, steps.end, {}, {}};
  const reference none;
  return evaluation(parser, stream, none).judge_cost({steps, example.bytes.size(), {}}, canary_work);
}

/// What a channel tells of a delivery on a real socket; nothing of a parser that is no channel.
std::optional<events> play_over_tcp(const subject& parser, std::string_view bytes, const sim::plan& steps) {
  const std::unique_ptr<wire> far = cli::socket_worlds().front().connect(steps.end);
  return parser.play_over(*far, bytes, steps, {});
}

/// What the canary's law says of an example; nothing of a parser that it does not apply to.
std::optional<breach> verdict(const canary& bird, const subject& parser, const canary_example& example) {
  const sim::plan steps = plan_of(example);
  if (bird.caught_by == law::linear_cost) return cost_verdict(parser, example, steps);
  const outcome seen = parser.play(example.bytes, steps, {});
  const outcome whole = parser.play(example.bytes, in_one_read(example.bytes.size(), steps), {});
  const events model = model_events(bird, example.bytes, steps.end);
  const std::string_view kept = example.bytes.substr(0, example.bytes.size() - 1);
  const outcome again = parser.play(example.bytes, steps, {});
  const std::optional<events> over_tcp = play_over_tcp(parser, example.bytes, steps);
  const outcome kept_alone = parser.play(kept, sim::cut_at(kept.size(), {}, sim::ending::open), {});

  trial one;
  one.bytes = example.bytes;
  one.steps = &steps;
  one.seen = &seen.log;
  one.account = seen.account ? &*seen.account : nullptr;
  if (bird.caught_by == law::suffix) {
    one.kept_alone = &kept_alone.log;
  } else if (bird.caught_by == law::model) {
    one.model = &model;
  } else if (bird.caught_by == law::epochs || bird.caught_by == law::limits) {
    one.model = &model;
    one.made_for = bird.caught_by;
  } else if (bird.caught_by == law::progress) {
    one.so_far = &model;
  } else if (bird.caught_by == law::replay) {
    one.again = &again;
  } else if (bird.caught_by == law::parity) {
    one.elsewhere = over_tcp ? &*over_tcp : nullptr;
  } else {
    one.whole = &whole.log;
  }
  return applies(bird.caught_by, one) ? judge(bird.caught_by, one) : std::nullopt;
}

class each_canary : public testing::TestWithParam<std::size_t> {
 protected:
  const canary& bird() const { return all_canaries()[GetParam()]; }
};

TEST_P(each_canary, is_right_where_its_mistake_does_not_show) {
  const sim::plan steps = plan_of(bird().right);
  ASSERT_EQ(sim::delivered(steps), bird().right.bytes.size());
  const outcome seen = bird().make()->play(bird().right.bytes, steps, {});
  EXPECT_EQ(seen.log, model_events(bird(), bird().right.bytes, steps.end));
}

TEST_P(each_canary, breaks_its_law_under_its_smallest_delivery) {
  EXPECT_TRUE(verdict(bird(), *bird().make(), bird().wrong));
}

TEST_P(each_canary, needs_no_more_cuts_than_it_says) {
  const sim::plan steps = plan_of(bird().wrong);
  ASSERT_EQ(sim::delivered(steps), bird().wrong.bytes.size());
  EXPECT_EQ(sim::cuts_of(steps).size(), bird().cuts_max);
}

TEST_P(each_canary, has_a_right_twin_that_keeps_the_law) {
  EXPECT_FALSE(verdict(bird(), *bird().make_right(), bird().wrong));
}

TEST_P(each_canary, has_a_right_twin_that_no_delivery_of_tier_quick_troubles) {
  const auto twin = bird().make_right();
  for (const std::string_view all : {bird().right.bytes, bird().wrong.bytes}) {
    const std::string_view bytes = all.substr(0, 128);  // of a stream that is long only to be slow
    sim::stream_shape shape;
    shape.bytes = bytes;
    for (const sim::selection& family : sim::quick_tier(shape)) {
      for (const std::uint64_t index : family.indices) {
        const sim::delivery made = family.what->make(shape, index);
        const std::string played = std::string(bytes.substr(0, made.kept)) + made.suffix;
        ASSERT_EQ(twin->play(played, made.steps, {}).log, model_events(bird(), played, made.steps.end)) << made.steps;
      }
    }
  }
}

TEST_P(each_canary, says_what_is_wrong_and_where_that_happened) {
  EXPECT_TRUE(bird().mistake.ends_with(".")) << bird().mistake;
  EXPECT_TRUE(bird().models.ends_with(".")) << bird().models;
  EXPECT_FALSE(bird().framing.empty());
}

TEST_P(each_canary, comes_to_an_end_when_nothing_can_be_sent) {
  for (const char* plan : {"8 | eof | f(EIO)*", "8 | eof | f(ENOBUFS)*", "8 | eof | f(EAGAIN)*", "8 | eof | b*"}) {
    bird().make()->play("a\r\nb\r\n\r\n", std::get<sim::plan>(sim::parse_plan(plan)), {});
  }
}

INSTANTIATE_TEST_SUITE_P(canaries, each_canary, testing::Range(std::size_t{0}, all_canaries().size()),
                         [](const auto& tested) { return std::string(all_canaries()[tested.param].name); });

TEST(canaries, have_one_that_only_a_watchdog_stops) {
  const canary& bird = hanging_canary();
  EXPECT_EQ(canary_named(bird.name), &bird);
  const outcome seen = bird.make()->play(bird.right.bytes, plan_of(bird.right), {});
  EXPECT_EQ(seen.log, model_events(bird, bird.right.bytes, plan_of(bird.right).end));
  for (const canary& each : all_canaries()) EXPECT_NE(each.name, bird.name);
}

TEST(canaries, are_found_by_name) {
  std::set<std::string_view> names;
  for (const canary& each : all_canaries()) {
    EXPECT_TRUE(names.insert(each.name).second) << each.name;
    EXPECT_EQ(canary_named(each.name), &each);
  }
  EXPECT_EQ(canary_named("goldfinch"), nullptr);
}

TEST(canaries, cover_every_law) {
  std::set<law> caught_by;
  for (const canary& each : all_canaries()) caught_by.insert(each.caught_by);
  EXPECT_EQ(caught_by.size(), all_laws.size());
}

}  // namespace
}  // namespace asynchat::properties
