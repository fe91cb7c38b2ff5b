#include <gtest/gtest.h>

#include "conversation.h"
#include "manual_network.h"

namespace asynchat {
namespace {

using support::blocks;
using support::conversation;
using support::fail_with;
using support::failing;
using support::producing_after;

TEST(half_close, sends_what_is_queued_after_the_peers_last_byte) {
  conversation talk("a", "1 | eof | 1 b");
  talk->set_half_close(true);
  talk->push("xyz");
  EXPECT_EQ(talk.play(), "sent(x) collect(a) blocked sent(yz) handle_close close");
}

TEST(half_close, closes_at_once_when_nothing_is_queued) {
  conversation talk("a", "1 | eof");
  talk->set_half_close(true);
  EXPECT_EQ(talk.play(), "collect(a) handle_close close");
}

TEST(half_close, hands_out_held_bytes_at_the_end_and_sends_what_that_pushes) {
  conversation talk("-", "1 | eof | b");
  talk->set_half_close(true);
  talk->set_terminator("--");
  talk->on_collect = [&] { talk->push("last"); };
  EXPECT_EQ(talk.play(), "collect(-) blocked sent(last) handle_close close");
}

TEST(half_close, waits_for_producers) {
  conversation talk("", "| eof | b");
  talk->set_half_close(true);
  talk->push("a");
  talk->push_with_producer(blocks({"b", "c"}));
  talk->push_with_producer(blocks({}));
  EXPECT_EQ(talk.play(), "blocked sent(a) sent(b) sent(c) handle_close close");
}

TEST(half_close, does_not_wait_after_a_reset) {
  conversation talk("", "| reset | b");
  talk->set_half_close(true);
  talk->push("a");
  EXPECT_EQ(talk.play(), "blocked handle_close close");
}

TEST(half_close, ends_when_the_queue_is_discarded) {
  conversation talk("", "| eof | 0*");
  talk->set_half_close(true);
  talk->push("a");
  EXPECT_EQ(talk.play(), "blocked");
  talk->discard_buffers();
  EXPECT_EQ(talk.play(), "handle_close close");
}

TEST(half_close, closes_once_although_a_close_mark_is_queued) {
  conversation talk("", "| eof | b");
  talk->set_half_close(true);
  talk->push("a");
  talk->close_when_done();
  EXPECT_EQ(talk.play(), "blocked sent(a) handle_close close");
}

TEST(frame_limit, collects_exactly_as_much_whatever_the_cut) {
  const std::string stream = "abcdef--gh--";
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    for (std::size_t second = cut; second <= stream.size(); ++second) {
      const std::size_t cuts[] = {cut, second};
      conversation talk(stream, sim::cut_at(stream.size(), cuts, sim::ending::open));
      talk->set_terminator("--");
      talk->set_frame_limit(4);
      int limits = 0;
      talk->on_limit = [&] {
        ++limits;
        EXPECT_EQ(talk->unfinished, "abcd");
      };
      talk.play();
      EXPECT_EQ(limits, 1);
      EXPECT_EQ(talk->messages, (std::vector<std::string>{"abcd", "gh"}));
    }
  }
}

TEST(frame_limit, allows_the_terminator_right_after_as_many_bytes) {
  const std::string stream = "abcd--efgh--";
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    conversation talk(stream, sim::cut_at(stream.size(), std::array{cut}, sim::ending::open));
    talk->set_terminator("--");
    talk->set_frame_limit(4);
    talk.play();
    EXPECT_EQ(talk->messages, (std::vector<std::string>{"abcd", "efgh"}));
  }
}

TEST(frame_limit, counts_a_near_miss_of_the_terminator_as_data_only_once_it_is_data) {
  conversation talk("abcd--", "5 1 | open");
  talk->set_terminator("--");
  talk->set_frame_limit(4);
  EXPECT_EQ(talk.play(), "collect(abcd) found");
  conversation late("abcd-x", "5 1 | open");
  late->set_terminator("--");
  late->set_frame_limit(4);
  EXPECT_EQ(late.pass(), "collect(abcd)");
  EXPECT_EQ(late.pass(), "limit error(a frame is longer than the frame limit) handle_close close");
}

TEST(frame_limit, is_an_error_and_closes_also_when_handle_error_forgives) {
  conversation talk("abc", "3 | open");
  talk->ignore_errors = true;
  talk->set_frame_limit(2);
  EXPECT_EQ(talk.play(), "collect(ab) limit error(a frame is longer than the frame limit) handle_close close");
}

TEST(frame_limit, holds_for_counts_and_at_the_end_of_the_stream) {
  conversation count("abcdef", "6 | open");
  count->set_terminator(byte_count(4));
  count->set_frame_limit(3);
  count->on_limit = [] {};
  EXPECT_EQ(count.play(), "collect(abc) limit found collect(ef)");
  conversation ending("ab-", "3 | eof");
  ending->set_terminator("--");
  ending->set_frame_limit(2);
  ending->on_limit = [] {};
  EXPECT_EQ(ending.play(), "collect(ab) limit handle_close close");
}

TEST(frame_limit, that_is_lowered_within_a_frame_collects_no_more_of_it) {
  conversation talk("abcdef;gh;", "3 7 | open");
  talk->set_terminator(";");
  talk->set_frame_limit(10);
  talk->on_limit = [] {};
  talk.pass();
  talk->set_frame_limit(2);
  EXPECT_EQ(talk.play(), "limit found collect(gh) found");
}

TEST(frame_limit, is_part_of_the_state) {
  conversation first("abc", "3 | open");
  first->set_frame_limit(4);
  first.play();
  conversation second("de", "2 | open");
  second->set_frame_limit(4);
  second->on_limit = [] {};
  second->restore(first->state());
  EXPECT_EQ(second.play(), "collect(d) limit");
}

TEST(frame_limit, starts_anew_after_a_frame_whose_collect_threw) {
  conversation talk("abc;def;", "4 4 | open");
  talk->set_terminator(";");
  talk->set_frame_limit(4);
  talk->ignore_errors = true;
  talk->on_collect = [&] {
    talk->on_collect = nullptr;
    fail_with("no");
  };
  EXPECT_EQ(talk.play(), "collect(abc) error(no) collect(def) found");
}

TEST(output_limit, is_answered_by_push_and_nothing_is_dropped) {
  conversation talk("", "| open | b b");
  talk->set_output_limit(3, 1);
  EXPECT_TRUE(talk->push("abc"));
  EXPECT_FALSE(talk->push("d"));
  EXPECT_EQ(talk.play(), "blocked blocked sent(abc) drain sent(d)");
  EXPECT_TRUE(talk->push("e"));
}

TEST(output_limit, drains_once_when_the_queue_has_fallen_to_low) {
  conversation talk("", "| open | b 1 1 1 1");
  talk->set_output_limit(3, 1);
  talk->push("abcd");
  EXPECT_EQ(talk.play(), "blocked sent(a) sent(b) sent(c) drain sent(d)");
}

TEST(output_limit, counts_the_block_that_a_producer_is_sending) {
  conversation talk("", "| open | b");
  talk->set_output_limit(3, 1);
  EXPECT_FALSE(talk->push_with_producer(blocks({"abcd"})));
  EXPECT_EQ(talk.play(), "blocked sent(abcd) drain");
}

TEST(output_limit, that_was_set_late_counts_what_is_queued) {
  conversation talk("", "| open | b b");
  talk->push("abcd");
  talk->set_output_limit(3, 0);
  EXPECT_FALSE(talk->push("e"));
  EXPECT_EQ(talk.play(), "blocked blocked sent(abcd) sent(e) drain");
}

TEST(output_limit, is_empty_after_discarding) {
  conversation talk("", "| open | b");
  talk->set_output_limit(3, 0);
  EXPECT_FALSE(talk->push("abcd"));
  talk->discard_buffers();
  EXPECT_TRUE(talk->push("a"));
}

TEST(output_limit, drains_by_discarding) {
  conversation talk("", "| open | b b");
  talk->set_output_limit(3, 0);
  int drained = 0;
  talk->on_drain = [&] { ++drained; };
  EXPECT_FALSE(talk->push("abcd"));
  talk->discard_buffers();
  talk.play();
  EXPECT_EQ(drained, 1);
}

TEST(output_limit, lets_handle_drain_push_without_end) {
  conversation talk;
  talk->set_output_limit(10, 0);
  int left = 200'000;
  talk->on_drain = [&] {
    if (left-- > 0) talk->push("more than ten bytes");
  };
  talk->push("more than ten bytes");
  while (left > 0 && talk.channels.poll(duration(0)) > 0) talk.log();
  EXPECT_LE(left, 0);
}

TEST(output_limit, lets_other_channels_run_while_handle_drain_pushes_for_ever) {
  conversation talk;
  talk->set_output_limit(1, 0);
  talk->on_drain = [&] { talk->push("for ever"); };
  talk->push("for ever");
  bool called = false;
  talk.channels.call_later(duration(0), [&] { called = true; });
  talk.pass();
  EXPECT_TRUE(called);
}

TEST(output_limit, lets_other_channels_run_while_handle_drain_corks_and_pushes_for_ever) {
  conversation talk("a", "1 | open");
  talk->set_output_limit(1, 0);
  talk->on_collect = talk->on_drain = [&] {
    talk->cork();
    talk->push("for ever");
    talk->uncork();
  };
  EXPECT_EQ(talk.pass(), "collect(a) sent(for ever) drain");
  EXPECT_EQ(talk.pass(), "sent(for ever) drain");
}

TEST(output_limit, takes_an_exception_of_handle_drain_to_handle_error) {
  conversation talk("", "| open | b");
  talk->set_output_limit(1, 0);
  talk->on_drain = [] { fail_with("no"); };
  talk->push("ab");
  EXPECT_EQ(talk.play(), "blocked sent(ab) drain error(no) handle_close close");
}

TEST(output_limit_death_test, whose_low_mark_is_above_its_high_mark_is_a_mistake) {
  conversation talk;
  EXPECT_DEATH(talk->set_output_limit(1, 2), "not above its high mark");
}

TEST(cork, gathers_pushes_into_one_send_at_the_end_of_the_event) {
  conversation talk("a;b;", "4 | open");
  talk->set_terminator(";");
  talk->on_found = [&] {
    talk->cork();
    talk->push("x");
    talk->push("y");
    talk->uncork();
    talk->push("z");
  };
  EXPECT_EQ(talk.play(), "collect(a) found collect(b) found sent(xyzxyz)");
}

TEST(cork, outside_of_events_sends_at_uncork) {
  conversation talk;
  talk->cork();
  talk->push("x");
  talk->push("y");
  EXPECT_EQ(talk.play(), "");
  talk->uncork();
  EXPECT_EQ(talk.log(), "sent(xy)");
}

TEST(cork, sends_all_that_is_queued_beyond_ac_out_buffer_size) {
  conversation talk;
  talk->ac_out_buffer_size(2);
  talk->cork();
  talk->push("abcdefg");
  talk->uncork();
  EXPECT_EQ(talk.log(), "sent(abcdefg)");
}

TEST(cork, keeps_what_a_short_send_leaves) {
  conversation talk("", "| open | b 2 1");
  talk->push("ab");
  talk->cork();
  talk->push("cd");
  talk->uncork();
  EXPECT_EQ(talk.log(), "blocked sent(ab)");
  EXPECT_EQ(talk.play(), "sent(c) sent(d)");
}

TEST(cork, keeps_the_order_of_blocks_producers_and_the_close_mark) {
  conversation talk;
  talk->cork();
  talk->push("a");
  talk->push("b");
  talk->push_with_producer(blocks({"c", "d"}));
  talk->push("e");
  talk->close_when_done();
  talk->uncork();
  EXPECT_EQ(talk.play(), "sent(ab) sent(c) sent(d) sent(e) handle_close close");
}

TEST(cork, that_an_event_takes_off_is_flushed_at_the_end_of_the_event) {
  conversation talk("a;b;", "4 | open");
  talk->set_terminator(";");
  talk->cork();
  talk->push("x");
  talk->on_found = [&] { talk->uncork(); };
  EXPECT_EQ(talk.pass(), "collect(a) found collect(b) found sent(x)");
}

TEST(cork, that_a_handler_called_by_hand_takes_off_is_flushed_in_the_next_pass) {
  support::manual_network network;
  support::manual_network::far_end far;
  support::event_log log;
  loop channels(network);
  support::recorded_chat chat(channels, network.stream_to(far), log);
  chat.on_collect = [&] { chat.uncork(); };
  chat.cork();
  chat.push("x");
  channels.poll(duration(0));
  far.in = "a";
  chat.handle_read();
  EXPECT_EQ(far.out, "");
  channels.poll(duration(0));
  EXPECT_EQ(far.out, "x");
}

TEST(cork, before_the_connection_stands_waits_for_it) {
  conversation talk("", "| open", support::connecting(true));
  talk->connect({});
  talk->cork();
  talk->push("a");
  talk->uncork();
  EXPECT_EQ(talk.play(), "connect sent(a)");
}

TEST(cork, in_handle_connect_sends_once) {
  for (const bool in_progress : {true, false}) {
    conversation talk("", "| open", support::connecting(in_progress));
    talk->on_connect = [&] {
      talk->cork();
      talk->push("a");
      talk->push("b");
      talk->uncork();
    };
    talk->connect({});
    EXPECT_EQ(talk.play(), "connect sent(ab)");
  }
}

TEST(cork, takes_an_exception_of_a_producer_to_handle_error) {
  conversation talk("a;", "2 | open");
  talk->set_terminator(";");
  talk->on_found = [&] {
    talk->cork();
    talk->push_with_producer(failing());
    talk->uncork();
  };
  EXPECT_EQ(talk.play(), "collect(a) found error(no) handle_close close");
}

TEST(cork, inside_a_producer_is_flushed) {
  conversation talk;
  const auto corked_push = [&] {
    talk->cork();
    talk->push("x");
    talk->uncork();
  };
  talk->push_with_producer(producing_after(corked_push, "a"));
  EXPECT_EQ(talk.play(), "sent(a) sent(x)");
}

TEST(uncork, without_a_cork_does_nothing) {
  conversation talk("", "| open | b");
  talk->push("a");
  talk->uncork();
  EXPECT_EQ(talk.log(), "blocked");
}

}  // namespace
}  // namespace asynchat
