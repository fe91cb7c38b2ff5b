#include <asynchat/sim/strategies/bandwidth.h>
#include <asynchat/sim/strategies/buffer_edge.h>
#include <asynchat/sim/strategies/byte.h>
#include <asynchat/sim/strategies/codepoint.h>
#include <asynchat/sim/strategies/combined.h>
#include <asynchat/sim/strategies/cut1.h>
#include <asynchat/sim/strategies/eof_with_data.h>
#include <asynchat/sim/strategies/half_close.h>
#include <asynchat/sim/strategies/jitter.h>
#include <asynchat/sim/strategies/latency.h>
#include <asynchat/sim/strategies/limit_data.h>
#include <asynchat/sim/strategies/prefix.h>
#include <asynchat/sim/strategies/recv_error.h>
#include <asynchat/sim/strategies/send_buffer.h>
#include <asynchat/sim/strategies/short_write.h>
#include <asynchat/sim/strategies/slow_close.h>
#include <asynchat/sim/strategies/spurious_wakeup.h>
#include <asynchat/sim/strategies/stall.h>
#include <asynchat/sim/strategies/trickle.h>
#include <asynchat/sim/strategies/write_block.h>
#include <asynchat/sim/strategies/write_error.h>
#include <asynchat/sim/strategies/zero_frames.h>
#include <gmock/gmock.h>

#include <chrono>
#include <memory>
#include <set>

#include "example_shapes.h"

namespace asynchat::sim::strategies {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

TEST(buffer_edge, reads_a_byte_less_than_a_buffer_its_size_and_a_byte_more) {
  EXPECT_THAT(plans(buffer_edge(4), "abcdefgh"), ElementsAre("3 3 2 | eof", "4 4 | eof", "5 3 | eof"));
  EXPECT_THAT(plans(buffer_edge(4), "abcd"), ElementsAre("3 1 | eof"));
  EXPECT_THAT(plans(buffer_edge(4), "abc"), IsEmpty());
}

TEST(codepoint, cuts_inside_characters_of_several_bytes) {
  EXPECT_THAT(plans(codepoint(), "a\xc3\xa9\xe2\x82\xac."),
              ElementsAre("2 2 3 | eof", "2 3 2 | eof", "1*7 | eof", "2 5 | eof", "4 1 2 | eof"));
  EXPECT_EQ(codepoint().offset(plain("a\xc3\xa9\xe2\x82\xac."), 4), 4u);
}

TEST(codepoint, knows_what_is_no_character) {
  for (const char* text : {"ascii", "\xc3", "\x80\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xed\xa0\x80",
                           "\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xe2\x82", "\xff\xff"}) {
    EXPECT_EQ(codepoint().count(plain(text)), 0u) << testing::PrintToString(text);
  }
  EXPECT_EQ(codepoint().count(plain("\xf4\x8f\xbf\xbf\xed\x9f\xbf\xe0\xa0\x80")), 6u);
}

TEST(prefix, repeats_a_frame_or_leaves_away_what_was_before_it) {
  EXPECT_THAT(plans(prefix(), lines({"a", "b"}).shape()),
              ElementsAre("9 | eof brings a\r\na\r\nb\r\n", "3 6 | eof brings a\r\na\r\nb\r\n",
                          "9 | eof brings a\r\nb\r\nb\r\n", "3*3 | eof brings a\r\nb\r\nb\r\n", "3 | eof brings b\r\n",
                          "3 | eof brings b\r\n"));
  EXPECT_THAT(plans(prefix(), "abc"), IsEmpty());
}

TEST(zero_frames, come_between_all_frames) {
  const texts all = plans(zero_frames(), lines({"a", ""}).shape());
  EXPECT_THAT(all, ElementsAre("7 | eof brings \r\na\r\n\r\n", "2 5 | eof brings \r\na\r\n\r\n",
                               "b 2 b 5 | eof brings \r\na\r\n\r\n", "7 | eof brings a\r\n\r\n\r\n",
                               "3 2 2 | eof brings a\r\n\r\n\r\n", "3 b 2 b 2 | eof brings a\r\n\r\n\r\n",
                               "7 | eof brings a\r\n\r\n\r\n", "5 2 | eof brings a\r\n\r\n\r\n",
                               "5 b 2 b | eof brings a\r\n\r\n\r\n"));
}

TEST(spurious_wakeup, comes_at_every_offset_on_both_sides) {
  EXPECT_THAT(
      plans(spurious_wakeup(1), "ab"),
      ElementsAre("f(EAGAIN) 2 | eof | f(EAGAIN)", "1 f(EAGAIN) 1 | eof | f(EAGAIN)", "2 f(EAGAIN) | eof | f(EAGAIN)"));
  EXPECT_EQ(plans(spurious_wakeup(2), "ab")[1], "1 f(EAGAIN) f(EAGAIN) 1 | eof | f(EAGAIN) f(EAGAIN)");
}

TEST(recv_error, comes_after_every_byte) {
  EXPECT_THAT(plans(recv_error(), "abc"), ElementsAre("f(ETIMEDOUT) | eof kept 0", "1 f(ETIMEDOUT) | eof kept 1",
                                                      "1 1 f(ETIMEDOUT) | eof kept 2", "2 1 f(ETIMEDOUT) | eof"));
}

TEST(eof_with_data, comes_with_the_last_byte) {
  EXPECT_THAT(plans(eof_with_data(), "abc"),
              ElementsAre("w1ms 1 | eof kept 1", "1 w1ms 1 | eof kept 2", "2 w1ms 1 | eof"));
}

TEST(half_close, lets_output_wait_till_the_end_has_come) {
  lines one({"a"});
  EXPECT_THAT(plans(half_close(2), one.shape()), ElementsAre("3 | eof | b b"));
  one.bytes += "rest";
  EXPECT_THAT(plans(half_close(2), one.shape()), ElementsAre("3 | eof | b b kept 3", "7 | eof | b b"));
}

TEST(limit_data, closes_after_so_many_bytes) {
  EXPECT_THAT(plans(limit_data(2), "abcde"), ElementsAre("2 | eof kept 2", "2 2 | eof kept 4"));
  EXPECT_THAT(plans(limit_data(2), "ab"), IsEmpty());
  EXPECT_THAT(plans(limit_data(2), ""), IsEmpty());
}

TEST(slow_close, comes_long_after_a_frame) {
  EXPECT_THAT(plans(slow_close(milliseconds(5)), lines({"a", "b"}).shape()),
              ElementsAre("3 w5ms | eof kept 3", "6 w5ms | eof"));
}

TEST(write_block, stands_in_the_way_of_each_of_the_first_sends) {
  const texts all = plans(write_block(2), lines({"a", "b"}).shape());
  ASSERT_THAT(all, SizeIs(2 * write_block::operations));
  EXPECT_EQ(all[0], "6 | eof | b b");
  EXPECT_EQ(all[1], "3 3 | eof | b b");
  EXPECT_EQ(all[4], "6 | eof | all all b b");
}

TEST(write_error, fails_each_of_the_first_sends_and_all_behind_it) {
  const texts all = plans(write_error(std::errc::broken_pipe), lines({"a", "b"}).shape());
  ASSERT_THAT(all, SizeIs(2 * write_error::operations));
  EXPECT_EQ(all[0], "6 | eof | f(EPIPE)*");
  EXPECT_EQ(all[1], "3 3 | eof | f(EPIPE)*");
  EXPECT_EQ(all[4], "6 | eof | all all f(EPIPE)*");
}

TEST(send_buffer, fills_and_drains) {
  const texts all = plans(send_buffer(16, 3), "ab");
  EXPECT_THAT(all[0], StartsWith("2 | eof | 16 b 3 b 3 b"));
  EXPECT_THAT(all[0], testing::EndsWith(" b 3 3*"));
  EXPECT_THAT(all[2], StartsWith("2 | eof | all 16 b 3 b 3 b"));
}

TEST(latency, delays_the_stream_or_each_frame) {
  EXPECT_THAT(plans(latency(), lines({"a", "b"}).shape()), ElementsAre("w20ms 6 | eof", "w20ms 3 w20ms 3 | eof"));
  EXPECT_THAT(plans(latency(), ""), IsEmpty());
}

TEST(jitter, delays_each_frame_differently_within_its_bounds) {
  const jitter small(milliseconds(20), milliseconds(15));
  const lines stream({"a", "b", "c"});
  std::set<duration> seen;
  for (std::uint64_t i = 0; i < small.count(stream.shape()); ++i) {
    for (const recv_step& step : small.make(stream.shape(), i).steps.recv) {
      if (const auto* pause = std::get_if<wait>(&step)) seen.insert(pause->time);
    }
  }
  EXPECT_THAT(seen, SizeIs(3 * jitter::plans));
  EXPECT_GE(*seen.begin(), milliseconds(5));
  EXPECT_LE(*seen.rbegin(), milliseconds(35));
}

TEST(bandwidth, brings_so_many_bytes_a_second) {
  EXPECT_THAT(plans(bandwidth(200), "abcde"), ElementsAre("w10ms 2 w10ms 2 w5ms 1 | eof"));
  EXPECT_THAT(plans(bandwidth(10), "ab"), ElementsAre("w100ms 1 w100ms 1 | eof"));
}

TEST(stall, comes_around_a_timeout_inside_a_frame_and_behind_it) {
  EXPECT_THAT(plans(stall(milliseconds(1000)), lines({"ab", "c"}).shape()),
              ElementsAre("2 w999ms 5 | eof", "2 w1s 5 | eof", "2 w1001ms 5 | eof",  //
                          "4 w999ms 3 | eof", "4 w1s 3 | eof", "4 w1001ms 3 | eof",  //
                          "5 w999ms 2 | eof", "5 w1s 2 | eof", "5 w1001ms 2 | eof",  //
                          "7 w999ms | eof", "7 w1s | eof", "7 w1001ms | eof"));
  EXPECT_THAT(plans(stall(), "abcd"), SizeIs(6));
}

TEST(trickle, brings_byte_after_byte) {
  EXPECT_THAT(plans(trickle(milliseconds(7)), "abc"), ElementsAre("(w7ms 1)*3 | eof"));
}

TEST(combined, cuts_as_the_first_does_and_sends_and_waits_as_the_second) {
  const combined both(std::make_shared<cut1>(), std::make_shared<short_write>());
  EXPECT_EQ(both.count(plain("abc")), 2u * 3);
  EXPECT_EQ(plans(both, "abc")[0], "1 2 | eof | 1*");
  EXPECT_EQ(plans(both, "abc")[5], "2 1 | eof | 1 b");
  EXPECT_EQ(to_string(both), "cut1+short_write(1)");
  EXPECT_EQ(both.offset(plain("abc"), 5), 2u);
}

TEST(combined, puts_a_pause_before_the_chunk_that_it_would_have_split) {
  const combined both(std::make_shared<cut1>(), std::make_shared<trickle>(milliseconds(1)));
  EXPECT_THAT(plans(both, "abcd"),
              ElementsAre("w1ms 1 w1ms*3 3 | eof", "w1ms w1ms 2 w1ms w1ms 2 | eof", "w1ms*3 3 w1ms 1 | eof"));
}

TEST(combined, keeps_the_bytes_and_the_end_of_the_first) {
  const combined both(std::make_shared<recv_error>(), std::make_shared<limit_data>(1));
  EXPECT_EQ(both.make(plain("abc"), 2), recv_error().make(plain("abc"), 1));
}

using a_full_strategy_death_test = testing::Test;

TEST(a_full_strategy_death_test, refuses_what_contradicts_itself) {
  EXPECT_DEATH(recv_error{std::errc::operation_would_block}, "the error ends the connection");
  EXPECT_DEATH(jitter(milliseconds(1), milliseconds(2)), "a jitter's spread is at most its delay");
  EXPECT_DEATH(stall(milliseconds(1), milliseconds(2)), "a tick is above 0");
}

}  // namespace
}  // namespace asynchat::sim::strategies
