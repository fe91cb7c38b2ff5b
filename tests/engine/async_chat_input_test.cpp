#include <gtest/gtest.h>

#include "conversation.h"

namespace asynchat {
namespace {

using support::conversation;

TEST(input, is_collected_for_ever_without_a_terminator) {
  conversation talk("abc", "2 1 | eof");
  EXPECT_EQ(talk->get_terminator(), terminator(no_terminator{}));
  EXPECT_EQ(talk.play(), "collect(ab) collect(c) handle_close close");
}

TEST(input, is_told_up_to_each_terminator) {
  conversation talk("ab;cd;e", "7 | open");
  talk->set_terminator(";");
  EXPECT_EQ(talk.play(), "collect(ab) found collect(cd) found collect(e)");
}

TEST(input, of_an_empty_line_is_a_find_alone) {
  conversation talk(";;", "2 | open");
  talk->set_terminator(";");
  EXPECT_EQ(talk.play(), "found found");
}

TEST(input, that_may_begin_the_terminator_is_held_back) {
  conversation talk("ab--c", "3 1 1 | open");
  talk->set_terminator("--");
  EXPECT_EQ(talk.pass(), "collect(ab)");
  EXPECT_EQ(talk->held(), 1u);
  EXPECT_EQ(talk.pass(), "found");
  EXPECT_EQ(talk->held(), 0u);
  EXPECT_EQ(talk.pass(), "collect(c)");
}

TEST(input, that_was_held_back_comes_in_one_piece_with_what_follows) {
  conversation talk("xaay", "3 1 | open");
  talk->set_terminator("aab");
  EXPECT_EQ(talk.play(), "collect(x) collect(aay)");
}

TEST(input, is_not_matched_twice_by_overlapping_terminators) {
  conversation talk("aaaaa", "5 | open");
  talk->set_terminator("aa");
  EXPECT_EQ(talk.play(), "found found");
  EXPECT_EQ(talk->held(), 1u);
}

TEST(input, is_read_once_an_event_in_pieces_of_ac_in_buffer_size) {
  conversation talk("abcdef", "6 | open");
  talk->ac_in_buffer_size(4);
  EXPECT_EQ(talk.pass(), "collect(abcd)");
  EXPECT_EQ(talk.pass(), "collect(ef)");
}

TEST(input, that_would_block_is_waited_for) {
  conversation talk("ab", "b 1 b w5ms 1 f(EAGAIN) | open");
  EXPECT_EQ(talk.play(), "collect(a) collect(b)");
}

TEST(terminator_of_bytes, may_be_longer_than_the_receive_buffer) {
  conversation talk("xaaaaaaabaaaab", "14 | open");
  talk->ac_in_buffer_size(1);
  talk->set_terminator("aaaab");
  EXPECT_EQ(talk.play(), "collect(x) collect(a) collect(a) collect(a) found found");
}

TEST(terminator_of_bytes, that_is_empty_is_none) {
  conversation talk("ab", "2 | open");
  talk->set_terminator("");
  EXPECT_EQ(talk->get_terminator(), terminator(no_terminator{}));
  EXPECT_EQ(talk.play(), "collect(ab)");
}

TEST(terminator_of_bytes, is_copied) {
  conversation talk("a;", "2 | open");
  {
    const std::string gone = ";";
    talk->set_terminator(gone);
  }
  EXPECT_EQ(talk.play(), "collect(a) found");
}

TEST(terminator_of_a_count, is_found_after_that_many_bytes) {
  conversation talk("abcde", "2 3 | open");
  talk->follow({byte_count(4), byte_count(1)});
  EXPECT_EQ(talk.play(), "collect(ab) collect(cd) found collect(e) found");
}

TEST(terminator_of_a_count, tells_what_remains_of_it) {
  conversation talk("abcd", "1 3 | open");
  std::vector<std::uint64_t> seen;
  const auto look = [&] { seen.push_back(std::get<byte_count>(talk->get_terminator()).value); };
  talk->on_collect = look;
  talk->on_found = look;
  talk->set_terminator(byte_count(4));
  talk.play();
  EXPECT_EQ(seen, (std::vector<std::uint64_t>{4, 3, 0}));
}

TEST(terminator_of_a_count, that_was_found_collects_for_ever_until_another_is_set) {
  conversation talk("abcd", "4 | open");
  talk->set_terminator(byte_count(1));
  EXPECT_EQ(talk.play(), "collect(a) found collect(bcd)");
}

TEST(terminator_of_a_count, of_0_collects_for_ever_and_is_never_found) {
  conversation talk("ab", "2 | open");
  talk->set_terminator(byte_count(0));
  EXPECT_EQ(talk.play(), "collect(ab)");
}

TEST(terminator_of_a_count, may_be_the_largest_there_is) {
  conversation talk("ab", "2 | open");
  talk->set_terminator(byte_count(~std::uint64_t{0}));
  talk.play();
  EXPECT_EQ(talk->boundary().remaining, ~std::uint64_t{0} - 2);
}

TEST(set_terminator, in_found_terminator_applies_to_what_follows_in_the_same_read) {
  conversation talk("3;abc!x", "7 | open");
  talk->follow({";", byte_count(3), "!", no_terminator{}});
  EXPECT_EQ(talk.play(), "collect(3) found collect(abc) found found collect(x)");
}

TEST(set_terminator, in_collect_of_bytes_lets_the_old_match_complete) {
  conversation talk("ab;cd!", "6 | open");
  talk->set_terminator(";");
  talk->on_collect = [&] { talk->set_terminator("!"); };
  EXPECT_EQ(talk.play(), "collect(ab) found collect(cd) found");
}

TEST(set_terminator, to_a_count_in_collect_of_a_count_is_final) {
  conversation talk("abcdefg", "2 5 | open");
  talk->set_terminator(byte_count(3));
  talk->on_collect = [&] {
    talk->set_terminator(byte_count(5));
    talk->on_collect = nullptr;
  };
  EXPECT_EQ(talk.play(), "collect(ab) collect(cdefg) found");
}

TEST(set_terminator, in_collect_of_a_completed_count_still_lets_it_be_found) {
  conversation talk("abcd", "4 | open");
  talk->set_terminator(byte_count(2));
  talk->on_collect = [&] { talk->set_terminator(byte_count(2)); };
  EXPECT_EQ(talk.play(), "collect(ab) found collect(cd) found");
}

TEST(set_terminator, from_outside_applies_to_held_bytes_at_the_next_read_that_brings_data) {
  conversation talk("ab-b", "3 b 1 | open");
  talk->set_terminator("--");
  EXPECT_EQ(talk.pass(), "collect(ab)");
  talk->set_terminator(byte_count(2));
  EXPECT_EQ(talk.pass(), "");
  EXPECT_EQ(talk->held(), 1u);
  EXPECT_EQ(talk.pass(), "collect(-b) found");
}

TEST(set_terminator, in_the_collect_before_a_held_prefix_waits_for_the_next_read) {
  conversation talk("ab-;c", "3 2 | open");
  talk->set_terminator("--");
  talk->on_collect = [&] { talk->set_terminator("-;"); };
  EXPECT_EQ(talk.play(), "collect(ab) found collect(c)");
}

TEST(set_terminator, again_and_again_keeps_the_held_bytes) {
  conversation talk("a-.", "2 1 | open");
  talk->set_terminator("--");
  talk.pass();
  for (const char* bytes : {"-+", "-*", ".", "-."}) talk->set_terminator(bytes);
  EXPECT_EQ(talk.play(), "found");
}

TEST(state, lets_another_channel_read_on) {
  conversation first("ab-", "3 | open");
  first->set_terminator("--");
  first.play();
  conversation second("-c", "2 | open");
  second->restore(first->state());
  EXPECT_EQ(second->state(), first->state());
  EXPECT_EQ(second.play(), "found collect(c)");
}

TEST(state, includes_carried_input) {
  conversation first("a-", "2 | open");
  first->set_terminator("--");
  first.play();
  first->set_terminator("-.");
  conversation second(".", "1 | open");
  second->restore(first->state());
  EXPECT_EQ(second->held(), 1u);
  EXPECT_EQ(second.play(), "found");
}

TEST(boundary, tells_where_in_the_terminator_the_input_stands) {
  conversation talk("x--", "3 | open");
  talk->set_terminator("---");
  talk.play();
  EXPECT_EQ(talk->boundary().pattern, "---");
  EXPECT_EQ(talk->boundary().matched, 2u);
}

}  // namespace
}  // namespace asynchat
