#include "made_streams.h"

#include <asynchat/properties/canaries.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "sample_subjects.h"

namespace asynchat::properties {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

/// Kinds of frames that take turns: a line in capitals is a head.
std::vector<expected_event> talk_model(std::string_view bytes, bool ended, std::span<const heard_frame> heard) {
  std::vector<expected_event> told = crlf_model(bytes, ended, heard);
  for (expected_event& one : told) {
    if (!one.what.bytes.empty() && one.what.bytes[0] < 'a' && one.what.name == "line") one.what.name = "head";
  }
  return told;
}

TEST(epochs, repeat_the_stream_up_to_the_end_of_a_message) {
  const auto cases = epoch_cases(stream_of("a\r\nb\r\nrest"), crlf_model);
  ASSERT_THAT(cases, SizeIs(2)) << "the repeated stream, and the change from a line to what is unfinished";
  EXPECT_EQ(cases[0].stream.bytes, "a\r\nb\r\na\r\nb\r\n");
}

TEST(epochs, end_a_message_where_the_next_one_begins_as_the_first_did) {
  const auto cases = epoch_cases(stream_of("A\r\nb\r\nB\r\nb\r\nC\r\n"), talk_model);
  EXPECT_EQ(cases[0].stream.bytes.size(), 2 * 15u);
  const auto cut_off = epoch_cases(stream_of("A\r\nb\r\nB\r\nb\r\nC"), talk_model);
  EXPECT_EQ(cut_off[0].stream.bytes, "A\r\nb\r\nB\r\nb\r\nA\r\nb\r\nB\r\nb\r\n");
}

TEST(epochs, go_across_each_change_of_kind_once) {
  const auto cases = epoch_cases(stream_of("A\r\nb\r\nB\r\nb\r\n"), talk_model);
  ASSERT_THAT(cases, SizeIs(3));
  EXPECT_EQ(cases[1].stream.bytes, "A\r\nb\r\n");
  EXPECT_EQ(cases[2].stream.bytes, "A\r\nb\r\nB\r\n");
}

TEST(epochs, are_cut_at_every_byte_about_the_seam) {
  const made_case one = epoch_cases(stream_of("abcdefgh\r\n"), crlf_model)[0];
  std::set<std::size_t> cuts;
  for (const sim::plan& steps : one.plans) {
    EXPECT_EQ(sim::delivered(steps), 20u);
    if (sim::cuts_of(steps).size() == 1) cuts.insert(sim::cuts_of(steps)[0]);
  }
  EXPECT_THAT(cuts, SizeIs(17));
  EXPECT_EQ(*cuts.begin(), 2u);
  EXPECT_EQ(*cuts.rbegin(), 18u);
}

TEST(epochs, repeat_nothing_that_the_other_side_has_answered) {
  const std::vector<heard_frame> heard{{3, "ok"}};
  EXPECT_THAT(epoch_cases({"a\r\nb\r\n", sim::ending::eof, heard, {}}, crlf_model), IsEmpty());
  const auto cases = epoch_cases({"A\r\nb\r\n", sim::ending::eof, heard, {}}, talk_model);
  ASSERT_THAT(cases, SizeIs(1)) << "the change of kinds";
  EXPECT_THAT(cases[0].stream.heard, SizeIs(1));
}

TEST(epochs, are_not_made_of_a_stream_without_a_whole_frame) {
  EXPECT_THAT(epoch_cases({"abc", sim::ending::open, {}, {}}, crlf_model), IsEmpty());
  EXPECT_THAT(epoch_cases(stream_of(""), {}), IsEmpty());
}

TEST(epochs, are_not_made_without_a_reference) { EXPECT_THAT(epoch_cases(stream_of("a\r\n"), {}), IsEmpty()); }

TEST(limits, are_tried_just_below_at_and_just_above_under_every_cut) {
  const auto cases = limit_cases({4, [](std::size_t size) { return std::string(size, 'x') + "\n"; }});
  ASSERT_THAT(cases, SizeIs(3));
  EXPECT_EQ(cases[0].stream.bytes, "xxx\nxxx\n");
  EXPECT_EQ(cases[2].stream.bytes, "xxxxx\nxxx\n");
  EXPECT_THAT(cases[2].plans, SizeIs(2 + 9));
}

TEST(limits, are_cut_near_a_large_limit_alone) {
  const auto cases = limit_cases({65536, [](std::size_t size) { return std::string(size, 'x') + "\n"; }});
  EXPECT_LT(cases[0].plans.size(), 64u);
}

TEST(costs, are_measured_on_many_frames_and_on_one_that_does_not_end) {
  const auto made = [](cost_kind kind, std::size_t scale) {
    return cost_case(stream_of("ab\r\nUSER al\r\n"), crlf_model, kind, scale);
  };
  const made_case one_read = made(cost_kind::frames_in_one_read, 1);
  EXPECT_TRUE(one_read.stream.bytes.starts_with("ab\r\nUSER al\r\nab\r\n"));
  EXPECT_THAT(sim::cuts_of(one_read.plans[0]), IsEmpty());
  const made_case bytewise = made(cost_kind::frames_bytewise, 1);
  EXPECT_EQ(sim::cuts_of(bytewise.plans[0]).size() + 1, bytewise.stream.bytes.size());
  const made_case endless = made(cost_kind::endless_frame, 4);
  EXPECT_EQ(endless.stream.bytes.size(), 4 * bytewise.stream.bytes.size());
  EXPECT_TRUE(endless.stream.bytes.starts_with("USER    "));
  EXPECT_EQ(std::count(endless.stream.bytes.begin(), endless.stream.bytes.end(), '\n'), 0);
}

}  // namespace
}  // namespace asynchat::properties
