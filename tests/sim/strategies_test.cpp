#include <asynchat/sim/strategies/burst.h>
#include <asynchat/sim/strategies/byte.h>
#include <asynchat/sim/strategies/coalesce.h>
#include <asynchat/sim/strategies/cut1.h>
#include <asynchat/sim/strategies/cut2.h>
#include <asynchat/sim/strategies/empty_reads.h>
#include <asynchat/sim/strategies/eof.h>
#include <asynchat/sim/strategies/exhaustive.h>
#include <asynchat/sim/strategies/fixed.h>
#include <asynchat/sim/strategies/random.h>
#include <asynchat/sim/strategies/recorded.h>
#include <asynchat/sim/strategies/reset_peer.h>
#include <asynchat/sim/strategies/short_write.h>
#include <asynchat/sim/strategies/suffix.h>
#include <asynchat/sim/strategies/terminator_edge.h>
#include <asynchat/sim/strategies/whole.h>
#include <asynchat/sim/tier.h>
#include <gmock/gmock.h>

#include <set>

#include "example_shapes.h"

namespace asynchat::sim::strategies {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(whole, is_one_read) {
  EXPECT_THAT(plans(whole(), "abc"), ElementsAre("3 | eof"));
  EXPECT_THAT(plans(whole(), ""), ElementsAre("| eof"));
}

TEST(whole, ends_as_the_stream_does) {
  stream_shape shape = plain("abc");
  shape.end = ending::reset;
  EXPECT_THAT(plans(whole(), shape), ElementsAre("3 | reset"));
}

TEST(byte, is_a_read_for_each) {
  EXPECT_THAT(plans(byte(), "abcd"), ElementsAre("1*4 | eof"));
  EXPECT_THAT(plans(byte(), "a"), IsEmpty());
}

TEST(fixed, has_a_plan_for_each_first_read) {
  EXPECT_THAT(plans(fixed(3), "abcdefg"), ElementsAre("1 3 3 | eof", "2 3 2 | eof", "3 3 1 | eof"));
}

TEST(fixed, of_a_short_stream_is_its_cuts) {
  EXPECT_THAT(plans(fixed(4), "abc"), ElementsAre("1 2 | eof", "2 1 | eof"));
  EXPECT_THAT(plans(fixed(4), "a"), IsEmpty());
  EXPECT_THAT(plans(fixed(4), ""), IsEmpty());
}

TEST(cut1, cuts_at_every_offset) {
  EXPECT_THAT(plans(cut1(), "abcd"), ElementsAre("1 3 | eof", "2 2 | eof", "3 1 | eof"));
  EXPECT_THAT(plans(cut1(), "ab"), ElementsAre("1 1 | eof"));
  EXPECT_THAT(plans(cut1(), "a"), IsEmpty());
  EXPECT_EQ(cut1().offset(plain("abcd"), 2), 3u);
}

TEST(cut2, cuts_at_every_pair) {
  EXPECT_THAT(plans(cut2(), "abcd"), ElementsAre("1 1 2 | eof", "1 2 1 | eof", "2 1 1 | eof"));
  EXPECT_THAT(plans(cut2(), "ab"), IsEmpty());
}

TEST(cut2, has_each_pair_once) {
  const texts all = plans(cut2(), std::string(40, 'x'));
  EXPECT_THAT(std::set<std::string>(all.begin(), all.end()), SizeIs(39 * 38 / 2));
  EXPECT_THAT(all, SizeIs(39 * 38 / 2));
}

TEST(exhaustive, has_every_cut_once) {
  EXPECT_THAT(plans(exhaustive(), "abc"), ElementsAre("3 | eof", "1 2 | eof", "2 1 | eof", "1*3 | eof"));
  EXPECT_THAT(plans(exhaustive(), "a"), ElementsAre("1 | eof"));
  EXPECT_THAT(plans(exhaustive(), ""), IsEmpty());
  const texts all = plans(exhaustive(), std::string(11, 'x'));
  EXPECT_THAT(std::set<std::string>(all.begin(), all.end()), SizeIs(1024));
  EXPECT_THAT(all, SizeIs(1024));
}

TEST(exhaustive, is_for_short_streams) {
  EXPECT_EQ(exhaustive().count(plain(std::string(24, 'x'))), 1u << 23);
  EXPECT_EQ(exhaustive().count(plain(std::string(25, 'x'))), 0u);
}

TEST(burst, slides_its_window_from_end_to_end) {
  EXPECT_THAT(plans(burst(2), "abcd"), ElementsAre("1 1 2 | eof", "1*4 | eof", "2 1 1 | eof"));
  EXPECT_THAT(plans(burst(3), "abc"), ElementsAre("1*3 | eof"));
  EXPECT_THAT(plans(burst(3), "ab"), IsEmpty());
  EXPECT_EQ(burst(2).offset(plain("abcd"), 1), 1u);
}

TEST(terminator_edge, cuts_at_edges_beside_them_and_at_all_of_a_kind) {
  const lines two({"ab", "c"});
  EXPECT_THAT(plans(terminator_edge(), two.shape()),
              ElementsAre("2 5 | eof", "3 4 | eof", "4 3 | eof", "5 2 | eof", "6 1 | eof",                //
                          "1*3 4 | eof", "2 1 1 3 | eof", "3 1 1 2 | eof", "4 1*3 | eof", "5 1 1 | eof",  //
                          "3 3 1 | eof"));
}

TEST(terminator_edge, tells_the_edge_of_a_plan) {
  const lines two({"ab", "c"});
  EXPECT_EQ(terminator_edge().offset(two.shape(), 1), 3u);
  EXPECT_EQ(terminator_edge().offset(two.shape(), 6), 3u);
  EXPECT_EQ(terminator_edge().offset(two.shape(), 10), std::nullopt);
}

TEST(terminator_edge, has_a_plan_for_each_live_prefix_length) {
  const std::vector<edge> edges{{2, 1}, {3, 2}, {4, 0}, {6, 1}, {7, 2}};
  stream_shape shape = plain("xaabxaab");
  shape.edges = edges;
  EXPECT_EQ(terminator_edge().count(shape), 12u);
  EXPECT_EQ(to_string(terminator_edge().make(shape, 10).steps), "2 4 2 | eof");
  EXPECT_EQ(to_string(terminator_edge().make(shape, 11).steps), "3 4 1 | eof");
}

TEST(coalesce, puts_frames_and_a_part_of_the_next_into_a_read) {
  const lines three({"ab", "cd", "ef"});
  EXPECT_THAT(plans(coalesce(), three.shape()),
              ElementsAre("4*3 | eof", "5 4 3 | eof", "6 4 2 | eof", "7 4 1 | eof",  //
                          "8 4 | eof", "9 3 | eof", "10 2 | eof", "11 1 | eof",      //
                          "12 | eof", "12 | eof", "12 | eof", "12 | eof"));
}

TEST(coalesce, goes_to_eight_frames_a_read) {
  EXPECT_EQ(coalesce().count(lines(texts(20, "x")).shape()), 32u);
  EXPECT_EQ(coalesce().count(plain("abc")), 0u);
}

TEST(coalesce, knows_bytes_behind_the_last_frame) {
  lines one({"ab"});
  one.bytes += "cde";
  EXPECT_THAT(plans(coalesce(), one.shape()), ElementsAre("4 3 | eof", "5 2 | eof", "5 2 | eof", "6 1 | eof"));
}

TEST(empty_reads, come_around_and_between_the_chunks) {
  EXPECT_THAT(plans(empty_reads(), "abc"), ElementsAre("b 3 | eof", "3 b | eof", "b 1 b 1 b 1 | eof",
                                                       "b*4 1 b*4 1 b*4 1 | eof", "1 b 2 | eof", "2 b 1 | eof"));
  EXPECT_THAT(plans(empty_reads(), ""), ElementsAre("b | eof", "b | eof", "| eof", "| eof"));
  EXPECT_EQ(empty_reads().offset(plain("abc"), 3), std::nullopt);
  EXPECT_EQ(empty_reads().offset(plain("abc"), 5), 2u);
}

TEST(suffix, leaves_away_or_replaces_what_follows_each_frame) {
  const texts all = plans(suffix(), lines({"a", "b"}).shape());
  ASSERT_THAT(all, SizeIs(12));
  EXPECT_EQ(all[0], "3 | open kept 3");
  EXPECT_EQ(all[1], "4 | open kept 3 + " + std::string(1, '\0'));
  EXPECT_EQ(all[4], "4 | open kept 3 + X");
  EXPECT_EQ(all[6], "6 | open");
  EXPECT_EQ(all[11], "7 | open kept 6 + \xff");
}

TEST(suffix, tells_the_frame_end) {
  EXPECT_EQ(suffix().offset(lines({"a", "b"}).shape(), 5), 3u);
  EXPECT_EQ(suffix().offset(lines({"a", "b"}).shape(), 6), 6u);
}

TEST(eof, comes_after_every_byte) {
  EXPECT_THAT(plans(eof(), "ab"), ElementsAre("| eof kept 0", "1 | eof kept 1", "2 | eof"));
  EXPECT_THAT(plans(eof(), ""), ElementsAre("| eof"));
  EXPECT_EQ(eof().offset(plain("ab"), 1), 1u);
}

TEST(reset_peer, comes_after_every_byte) {
  EXPECT_THAT(plans(reset_peer(), "ab"), ElementsAre("| reset kept 0", "1 | reset kept 1", "2 | reset"));
}

TEST(short_write, takes_little_of_each_send) {
  const texts all = plans(short_write(), "ab");
  EXPECT_EQ(all[0], "2 | eof | 1*");
  EXPECT_THAT(all[1], testing::StartsWith("2 | eof | 1 b 1 b 1 b"));
  EXPECT_EQ(all[2], "2 | eof | 1 b");
  EXPECT_EQ(plans(short_write(7), "ab")[0], "2 | eof | 7*");
}

TEST(recorded, cuts_as_the_recording_did) {
  lines one({"abc"});
  EXPECT_THAT(plans(recorded(), one.shape()), IsEmpty());
  one.recorded_cuts = {2, 4};
  EXPECT_THAT(plans(recorded(), one.shape()), ElementsAre("2 2 1 | eof"));
}

TEST(random, has_two_hundred_plans_for_a_stream_that_can_be_cut) {
  EXPECT_THAT(plans(random(), "ab"), SizeIs(200));
  EXPECT_THAT(plans(random(7), "ab"), SizeIs(7));
  EXPECT_THAT(plans(random(), "a"), IsEmpty());
}

TEST(random, draws_small_reads_mostly_and_large_ones_too) {
  const stream_shape shape = plain(std::string(1000, 'x'));
  std::size_t small = 0;
  std::size_t large = 0;
  for (std::uint64_t i = 0; i < 200; ++i) {
    for (const recv_step& step : random().make(shape, i).steps.recv) {
      const auto* chunk = std::get_if<deliver>(&step);
      small += chunk != nullptr && chunk->bytes <= 4;
      large += chunk != nullptr && chunk->bytes >= 100;
    }
  }
  EXPECT_GT(small, 10'000u);
  EXPECT_GT(large, 100u);
}

TEST(random, differs_with_the_seed) {
  stream_shape shape = plain(std::string(100, 'x'));
  const texts of_zero = plans(random(), shape);
  shape.seed = 1;
  EXPECT_NE(plans(random(), shape), of_zero);
}

/// Streams of all kinds: none to many bytes, with and without frames.
std::vector<lines> streams() {
  std::vector<lines> all{lines({}),
                         lines({}),
                         lines({""}),
                         lines({"", "", ""}),
                         lines({"ab", "", "cdefg", "h"}),
                         lines(texts(12, "hello"))};
  all[1].bytes = "x";
  all[4].bytes += "partial";
  all[5].recorded_cuts = {1, 2, 30};
  return all;
}

/// Those of tier full, and those that change bytes.
std::vector<const strategy*> all_strategies() {
  std::vector<const strategy*> all;
  for (const auto& what : full_strategies()) all.push_back(what.get());
  for (const auto& what : hostile_strategies()) all.push_back(what.get());
  return all;
}

TEST(every_strategy, delivers_exactly_what_it_keeps_changes_and_adds) {
  for (const lines& stream : streams()) {
    for (const strategy* what : all_strategies()) {
      for (std::uint64_t i = 0; i < what->count(stream.shape()); ++i) {
        const delivery made = what->make(stream.shape(), i);
        ASSERT_LE(made.kept, stream.bytes.size());
        if (made.change) {
          ASSERT_LE(made.change->offset + made.change->removed, made.kept) << to_string(*what) << " " << i;
        }
        ASSERT_EQ(delivered(made.steps), bytes_of(stream.bytes, made).size()) << to_string(*what) << " " << i;
        ASSERT_THAT(made.steps.recv, testing::Not(testing::Contains(recv_step(deliver{0})))) << to_string(*what);
      }
    }
  }
}

TEST(every_strategy, makes_plans_that_their_text_tells_whole) {
  for (const lines& stream : streams()) {
    for (const strategy* what : all_strategies()) {
      for (std::uint64_t i = 0; i < what->count(stream.shape()); ++i) {
        const plan made = what->make(stream.shape(), i).steps;
        ASSERT_EQ(std::get<plan>(parse_plan(to_string(made))), made) << to_string(*what) << " " << i;
      }
    }
  }
}

TEST(every_strategy, delivers_nothing_behind_a_failed_read) {
  for (const lines& stream : streams()) {
    for (const strategy* what : all_strategies()) {
      for (std::uint64_t i = 0; i < what->count(stream.shape()); ++i) {
        const plan made = what->make(stream.shape(), i).steps;
        const auto failure = recv_failure(made);
        ASSERT_TRUE(!failure || made.recv.back() == recv_step(*failure)) << to_string(*what) << " " << i;
      }
    }
  }
}

TEST(every_strategy, has_offsets_inside_the_stream) {
  for (const lines& stream : streams()) {
    for (const strategy* what : all_strategies()) {
      for (std::uint64_t i = 0; i < what->count(stream.shape()); ++i) {
        ASSERT_LE(what->offset(stream.shape(), i).value_or(0), stream.bytes.size()) << to_string(*what) << " " << i;
      }
    }
  }
}

TEST(every_strategy, has_a_name_of_its_own_and_says_what_it_finds) {
  std::set<std::string> names;
  for (const strategy* what : all_strategies()) {
    EXPECT_TRUE(names.insert(to_string(*what)).second) << to_string(*what);
    EXPECT_TRUE(what->finds().ends_with(".")) << to_string(*what);
  }
  EXPECT_THAT(names, testing::IsSupersetOf({"whole", "fixed(16)", "burst(9)", "random(200)", "short_write(1)"}));
}

/// FNV-1a over the text of every plan: it changes when any plan of any strategy does.
std::uint64_t digest(const strategy& what) {
  std::uint64_t hash = 14695981039346656037u;
  for (const lines& stream : streams()) {
    for (const std::string& text : plans(what, stream.shape())) {
      for (const char letter : text) hash = (hash ^ static_cast<unsigned char>(letter)) * 1099511628211u;
    }
  }
  return hash;
}

template <class List>
std::uint64_t digest_of(const List& list) {
  std::uint64_t together = 0;
  for (const auto& what : list) together = together * 31 + digest(*what);
  return together;
}

TEST(every_strategy, makes_the_same_plans_for_ever) {
  EXPECT_EQ(digest(random()), 3257204174022751433u);
  EXPECT_EQ(digest_of(quick_strategies()), 4691724680382856910u);
  EXPECT_EQ(digest_of(full_strategies()), 9180019767818297781u);
  EXPECT_EQ(digest_of(hostile_strategies()), 452305967859072620u);
}

using a_strategy_death_test = testing::Test;

TEST(a_strategy_death_test, refuses_an_index_that_it_does_not_have) {
  EXPECT_DEATH(cut1().make(plain("ab"), 1), "a plan's index is below the strategy's count");
  EXPECT_DEATH(burst(0), "a burst has at least 1 read");
}

}  // namespace
}  // namespace asynchat::sim::strategies
