#include <asynchat/sim/recorded_fate.h>
#include <gtest/gtest.h>

#include "questions.h"

namespace asynchat::sim {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr wire_name wire{1, 1, side::client};
const link_options calm;

plan steps(std::string_view text) { return std::get<plan>(parse_plan(text)); }

/// Plays that plan on the wire.
recorded_fate playing(std::string_view text) {
  schedule recorded;
  recorded.wires[wire] = steps(text);
  return recorded_fate(std::move(recorded));
}

segment cut(std::size_t bytes, std::size_t read_cut) { return {bytes, microseconds(20), read_cut}; }

TEST(recorded_fate, answers_as_the_recorded_one_did) {
  std::size_t with_faults = 0;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    const circumstances setting = small_swarm(seed);
    seeded_fate seeded(seed);
    recording_fate recording(seeded, setting);
    const std::string answers = ask_all(recording, setting, seed);
    recorded_fate recorded(recording.recorded());
    ASSERT_EQ(ask_all(recorded, setting, seed), answers) << "seed " << seed;
    with_faults += recording.recorded().connects.empty() ? 0 : 1;
  }
  EXPECT_GT(with_faults, 50u);
}

TEST(recorded_fate, plays_what_it_played_when_it_is_recorded) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const circumstances setting = small_swarm(seed);
    seeded_fate seeded(seed);
    recording_fate first(seeded, setting);
    ask_all(first, setting, seed);
    recorded_fate played(first.recorded());
    recording_fate second(played, setting);
    ask_all(second, setting, seed);
    ASSERT_EQ(second.recorded(), first.recorded()) << "seed " << seed;
  }
}

TEST(recorded_fate, plays_segments_with_their_times_cuts_and_blocks) {
  recorded_fate played = playing("w20us 5 w1ms b 3 2 4 | eof");
  EXPECT_EQ(played.next_segment(wire, calm, 0, 5), cut(5, 0));
  EXPECT_EQ(played.next_segment(wire, calm, 5, 5), (segment{5, milliseconds(1), 3, true}));
  EXPECT_EQ(played.next_segment(wire, calm, 10, 9), (segment{4, calm.latency}));
}

TEST(recorded_fate, keeps_the_rest_of_a_segment_for_which_there_are_too_few_bytes) {
  recorded_fate played = playing("w20us b 4 6 | eof");
  EXPECT_EQ(played.next_segment(wire, calm, 0, 3), (segment{3, microseconds(20), 0, true}));
  EXPECT_EQ(played.next_segment(wire, calm, 3, 5), cut(5, 1));
  EXPECT_EQ(played.next_segment(wire, calm, 8, 100), cut(2, 0));
}

TEST(recorded_fate, gives_everything_at_once_after_what_is_recorded) {
  recorded_fate played = playing("w20us 5 w3ms | eof");
  played.next_segment(wire, calm, 0, 5);
  EXPECT_EQ(played.next_segment(wire, calm, 5, 9000), (segment{9000, calm.latency}));
  EXPECT_EQ(played.next_segment({2, 2}, calm, 0, 9000), (segment{9000, calm.latency}));
  EXPECT_EQ(played.end_delay(wire, calm), milliseconds(3));
}

TEST(recorded_fate, resets_where_the_recorded_run_was_reset) {
  recorded_fate played = playing("w20us 5 w3ms | reset");
  EXPECT_FALSE(played.next_segment(wire, calm, 0, 5).is_reset);
  EXPECT_EQ(played.next_segment(wire, calm, 5, 7), (segment{7, milliseconds(3), 0, false, true}));
}

TEST(recorded_fate, takes_of_each_send_what_was_taken) {
  recorded_fate played = playing("| eof | all 3 20");
  EXPECT_EQ(played.accepted(wire, calm, 0, 10), 10u);
  EXPECT_EQ(played.accepted(wire, calm, 0, 10), 3u);
  EXPECT_EQ(played.accepted(wire, calm, 0, 10), 10u);
  EXPECT_EQ(played.accepted(wire, calm, 0, 10), 10u);
}

TEST(recorded_fate, leaves_an_order_that_is_not_of_as_many) {
  schedule recorded;
  recorded.orders[{1, 4}] = {2, 0, 1};
  recorded_fate played(recorded);
  std::vector<ready_event> two{{{0, 0}, readiness::read}, {{1, 0}, readiness::read}};
  EXPECT_FALSE(played.order(1, 4, {}, two));
  EXPECT_EQ(two[0].who.slot, 0u);
  two.push_back({{2, 0}, readiness::read});
  EXPECT_TRUE(played.order(1, 4, {}, two));
  EXPECT_EQ(two[0].who.slot, 2u);
}

TEST(recording_fate, keeps_the_end_behind_bytes_that_come_after_it_was_asked_for) {
  seeded_fate seeded(1);
  recording_fate recording(seeded, {});
  link_options late;
  late.close_delay = milliseconds(7);
  recording.end_delay(wire, late);
  recording.next_segment(wire, late, 0, 5);
  EXPECT_EQ(recording.recorded().wires.at(wire), steps("w50us 5 w7ms | eof"));
}

TEST(recording_fate, writes_no_send_down_after_the_last_that_was_cut) {
  seeded_fate seeded(1);
  recording_fate recording(seeded, {});
  link_options shorter;
  shorter.short_write = chance{1'000'000};
  for (int i = 0; i < 2; ++i) recording.accepted(wire, calm, 0, 10);
  EXPECT_EQ(recording.accepted(wire, shorter, 0, 2), 1u);
  for (int i = 0; i < 9; ++i) recording.accepted(wire, calm, 0, 10);
  EXPECT_EQ(recording.recorded().wires.at(wire), steps("| open | all all 1"));
}

}  // namespace
}  // namespace asynchat::sim
