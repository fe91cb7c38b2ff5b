#include <gtest/gtest.h>

#include "conversation.h"

namespace asynchat {
namespace {

using support::blocks;
using support::conversation;
using support::fail_with;
using support::failing;
using support::producing;
using support::producing_after;

TEST(push, sends_at_once) {
  conversation talk;
  EXPECT_TRUE(talk->push("ab"));
  EXPECT_EQ(talk.log(), "sent(ab)");
}

TEST(push, of_nothing_does_nothing) {
  conversation talk("", "| open | b");
  talk->push("");
  talk->push_with_producer(std::string());
  EXPECT_EQ(talk.log(), "");
  EXPECT_FALSE(talk->writable());
}

TEST(push, is_cut_to_ac_out_buffer_size_when_it_is_called) {
  conversation talk;
  talk->ac_out_buffer_size(2);
  talk->push("abcde");
  talk->ac_out_buffer_size(100);
  EXPECT_EQ(talk.log(), "sent(ab)");
  EXPECT_EQ(talk->producer_fifo().size(), 2u);
  EXPECT_EQ(talk.play(), "sent(cd) sent(e)");
}

TEST(push, copies) {
  conversation talk("", "| open | b");
  std::string data = "abc";
  talk->push(data);
  data = "xyz";
  EXPECT_EQ(talk.play(), "blocked sent(abc)");
}

TEST(push, inside_more_comes_behind_its_block_even_when_the_queue_is_gone_and_corked) {
  conversation talk("", "| open | b");
  talk->push("a");
  talk->push_with_producer(producing_after(
      [&] {
        talk->discard_buffers();
        talk->cork();
        talk->push("x");
      },
      "block"));
  talk.pass();
  talk.pass();
  talk->uncork();
  talk.play();
  EXPECT_EQ(talk.output, "ablockx");
}

TEST(push, before_the_connection_stands_waits_for_it) {
  conversation talk("", "| open", support::connecting(true));
  talk->connect({});
  talk->push("a");
  EXPECT_EQ(talk.log(), "");
  EXPECT_EQ(talk.play(), "connect sent(a)");
}

TEST(push, of_a_piece_is_not_topped_up_from_the_next) {
  conversation talk("", "| open | 3");
  talk->ac_out_buffer_size(4);
  talk->push("abcdefgh");
  EXPECT_EQ(talk.play(), "sent(abc) sent(d) sent(efgh)");
}

TEST(push, tries_to_send_the_head_of_the_queue) {
  conversation talk("", "| open | b");
  talk->push("a");
  talk->push("b");
  EXPECT_EQ(talk.log(), "blocked sent(a)");
  EXPECT_EQ(talk.play(), "sent(b)");
}

TEST(push, on_a_closed_channel_is_ignored) {
  conversation talk;
  talk->close();
  talk->push("a");
  talk->push_with_producer(blocks({"b"}));
  talk->push_with_producer(std::string("c"));
  talk->close_when_done();
  EXPECT_EQ(talk.log(), "close");
  EXPECT_TRUE(talk->producer_fifo().is_empty());
}

TEST(push, in_found_terminator_is_sent_between_the_finds) {
  conversation talk("a;b;", "4 | open");
  talk->set_terminator(";");
  talk->on_found = [&] { talk->push("ok"); };
  EXPECT_EQ(talk.play(), "collect(a) found sent(ok) collect(b) found sent(ok)");
}

TEST(push_with_producer, sends_a_block_of_bytes_unsplit) {
  conversation talk;
  talk->ac_out_buffer_size(2);
  talk->push_with_producer(std::string("abcde"));
  EXPECT_TRUE(talk->producer_fifo().is_empty());
  EXPECT_EQ(talk.play(), "sent(ab) sent(cd) sent(e)");
}

TEST(push_with_producer, asks_for_a_block_once_the_last_one_is_sent) {
  int asked = 0;
  conversation talk("", "| open | 1 1");
  talk->push_with_producer(producing([&asked] { return std::string(++asked < 3 ? "ab" : ""); }));
  EXPECT_EQ(talk.log(), "sent(a)");
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(talk.play(), "sent(b) sent(ab)");
  EXPECT_EQ(asked, 3);
}

TEST(push_with_producer, goes_on_with_the_next_in_the_same_event_when_one_is_exhausted) {
  conversation talk("", "| open | b");
  talk->push("x");
  talk->push_with_producer(blocks({}));
  talk->push_with_producer(blocks({"a"}));
  EXPECT_EQ(talk.log(), "blocked sent(x) sent(a)");
}

TEST(push_with_producer, takes_an_early_empty_block_for_the_end) {
  conversation talk;
  talk->push_with_producer(blocks({"a", "", "b"}));
  EXPECT_EQ(talk.play(), "sent(a)");
}

TEST(push_with_producer_death_test, of_null_is_a_mistake) {
  conversation talk;
  EXPECT_DEATH(talk->push_with_producer(std::unique_ptr<producer>()), "not null");
}

TEST(ac_out_buffer_size_death_test, of_0_is_a_mistake) {
  conversation talk;
  EXPECT_DEATH(talk->ac_out_buffer_size(0), "at least 1 byte");
}

TEST(buffer_sizes, are_65536_at_first) {
  conversation talk;
  EXPECT_EQ(talk->ac_in_buffer_size(), 65536u);
  EXPECT_EQ(talk->ac_out_buffer_size(), 65536u);
}

TEST(a_producer, that_pushes_does_not_overtake_itself) {
  conversation talk;
  int calls = 0;
  talk->push_with_producer(producing([&]() -> std::string {
    if (++calls == 1) talk->push("X");
    return calls < 3 ? std::to_string(calls) : "";
  }));
  EXPECT_EQ(talk.play(), "sent(1) sent(2) sent(X)");
}

TEST(a_producer, that_discards_stays_alive_and_its_block_is_sent) {
  conversation talk;
  talk->push_with_producer(producing([&, life = std::make_shared<int>(1)]() -> std::string {
    talk->discard_buffers();
    return std::string(static_cast<std::size_t>(*life), 'a');
  }));
  talk->push("later");
  EXPECT_EQ(talk.play(), "sent(a) sent(later)");
}

TEST(a_producer, that_discards_and_ends_does_not_take_the_new_head_with_it) {
  conversation talk;
  talk->push_with_producer(producing([&]() -> std::string {
    talk->discard_buffers();
    talk->push("new");
    return "";
  }));
  EXPECT_EQ(talk.play(), "sent(new)");
}

TEST(a_producer, that_closes_sends_nothing_more) {
  conversation talk;
  talk->push_with_producer(producing([&]() -> std::string {
    talk->close();
    return "lost";
  }));
  EXPECT_EQ(talk.play(), "close");
}

TEST(a_producer, that_has_its_channel_destroyed_lives_until_it_returns) {
  conversation talk("", "| open | b");
  talk->push("x");
  talk->push_with_producer(producing([&, text = std::string("abc")]() -> std::string {
    talk.channels.destroy_later(std::move(talk.owned));
    return text;
  }));
  EXPECT_EQ(talk.play(), "blocked sent(x) close");
}

TEST(a_producer, that_throws_to_a_push_from_outside_stays_at_the_head) {
  conversation talk;
  int calls = 0;
  auto source = producing([&calls]() -> std::string {
    if (++calls == 1) fail_with("no");
    return calls == 2 ? "a" : "";
  });
  EXPECT_THROW(talk->push_with_producer(std::move(source)), std::runtime_error);
  EXPECT_EQ(talk.play(), "sent(a)");
}

TEST(a_producer, that_throws_in_the_loop_is_an_error) {
  conversation talk("", "| open | b");
  talk->push("x");
  talk->push_with_producer(failing());
  EXPECT_EQ(talk.play(), "blocked sent(x) error(no) handle_close close");
}

TEST(a_producer, may_call_every_method_of_output_while_it_runs) {
  conversation talk;
  const auto every_method = [&] {
    talk->initiate_send();
    talk->handle_write();
    talk->refill_buffer();
    talk->close_when_done();
  };
  talk->push_with_producer(producing_after(every_method, "a"));
  EXPECT_EQ(talk.play(), "sent(a) handle_close close");
}

TEST(close_when_done, closes_when_all_that_was_queued_is_sent) {
  conversation talk("", "| open | 1 b");
  talk->push("ab");
  talk->close_when_done();
  EXPECT_EQ(talk.log(), "sent(a)");
  EXPECT_EQ(talk.play(), "blocked sent(b) handle_close close");
}

TEST(close_when_done, does_not_try_to_send) {
  conversation talk("", "| open | b");
  talk->push("a");
  talk->close_when_done();
  EXPECT_EQ(talk.log(), "blocked");
}

TEST(close_when_done, closes_inside_the_next_push_and_drops_it) {
  conversation talk;
  talk->close_when_done();
  talk->push("never");
  EXPECT_EQ(talk.log(), "handle_close close");
}

TEST(close_when_done, leaves_input_coming_until_then) {
  conversation talk("ab", "1 1 | open | b b");
  talk->push("x");
  talk->close_when_done();
  EXPECT_EQ(talk.play(), "blocked collect(a) blocked collect(b) sent(x) handle_close close");
}

TEST(close_when_done, lets_what_follows_go_out_at_the_next_write_event_of_a_channel_that_stays_open) {
  conversation talk;
  talk->stay_open = true;
  talk->close_when_done();
  talk->push("after");
  EXPECT_EQ(talk.log(), "handle_close");
  EXPECT_EQ(talk.play(), "sent(after)");
}

TEST(close_when_done, ends_its_send_also_when_handle_close_pushes) {
  conversation talk("", "| open | 1 1 1 1");
  talk->stay_open = true;
  talk->on_handle_close = [&] { talk->push("bye"); };
  talk->close_when_done();
  EXPECT_EQ(talk.pass(), "handle_close sent(b)");
  EXPECT_EQ(talk.play(), "sent(y) sent(e)");
}

TEST(discard_buffers, forgets_the_queue_with_its_close_mark) {
  conversation talk("", "| open | 1");
  talk->push("ab");
  talk->push("cd");
  talk->close_when_done();
  talk->discard_buffers();
  EXPECT_FALSE(talk->writable());
  EXPECT_EQ(talk.play(), "sent(a) sent(b)") << "the second push sent b";
  talk->push("e");
  EXPECT_EQ(talk.play(), "sent(e)");
}

TEST(initiate_send, sends_once_and_from_one_item_only) {
  conversation talk("", "| open | b b");
  talk->push("a");
  talk->push("b");
  talk->initiate_send();
  EXPECT_EQ(talk.log(), "blocked blocked sent(a)");
  talk->initiate_send();
  EXPECT_EQ(talk.log(), "sent(b)");
}

TEST(initiate_send, may_be_replaced_through_handle_write) {
  struct silent_chat final : support::recorded_chat {
    using recorded_chat::recorded_chat;
    void handle_write() override { discard_buffers(); }
  };
  support::event_log log;
  const sim::plan steps = support::planned("| open | b");
  sim::scripted_network network("", steps);
  loop channels(network);
  silent_chat chat(channels, network.take_stream(), log);
  chat.push("a");
  channels.poll(duration(0));
  EXPECT_FALSE(chat.writable());
}

TEST(refill_buffer, moves_one_block_and_sends_nothing) {
  conversation talk("", "| open", support::connecting(true));
  talk->push("a");
  talk->push("b");
  talk->refill_buffer();
  talk->refill_buffer();
  EXPECT_EQ(talk->producer_fifo().size(), 1u);
  EXPECT_EQ(talk.log(), "");
}

TEST(refill_buffer, at_the_close_mark_calls_handle_close) {
  conversation talk;
  talk->close_when_done();
  talk->refill_buffer();
  EXPECT_EQ(talk.log(), "handle_close close");
}

TEST(a_failed_send, is_an_error_and_keeps_the_queue) {
  conversation talk("", "| open | f(ETIMEDOUT)");
  talk->ignore_errors = true;
  talk->push("a");
  EXPECT_EQ(talk.log(), "send_error error(Connection timed out)");
  EXPECT_EQ(talk.play(), "sent(a)");
}

TEST(a_failed_send, inside_a_callback_does_not_end_the_callback) {
  conversation talk("a;b", "3 | open | f(EIO)");
  talk->set_terminator(";");
  talk->ignore_errors = true;
  talk->on_found = [&] { talk->push("x"); };
  EXPECT_EQ(talk.play(), "collect(a) found send_error error(Input/output error) collect(b) sent(x)");
}

TEST(a_failed_send, whose_handle_error_pushes_does_not_fail_for_ever) {
  conversation talk("", "| open | f(EIO)*3");
  talk->ignore_errors = true;
  talk->on_error = [&] { talk->push("sorry "); };
  talk->push("a ");
  EXPECT_EQ(talk.log(), "send_error error(Input/output error)");
  EXPECT_EQ(talk.play(),
            "send_error error(Input/output error) send_error error(Input/output error) sent(a ) sent(sorry ) "
            "sent(sorry ) sent(sorry )");
}

TEST(a_send_that_finds_the_peer_gone, in_found_terminator_ends_the_input_as_well) {
  conversation talk("a;b;", "4 | open | f(EPIPE)");
  talk->set_terminator(";");
  talk->on_found = [&] { talk->push("x"); };
  EXPECT_EQ(talk.play(), "collect(a) found send_error handle_close close");
}

TEST(a_send_that_finds_the_peer_gone, flushes_no_held_input) {
  conversation talk("a-", "2 | open | f(EPIPE)");
  talk->set_terminator("--");
  talk.play();
  talk->push("x");
  EXPECT_EQ(talk.log(), "send_error handle_close close");
}

TEST(writable, is_true_while_output_waits_or_the_connection_does_not_stand) {
  conversation talk("", "| open | 1", support::connecting(true));
  EXPECT_TRUE(talk->writable());
  talk->connect({});
  talk.play();
  EXPECT_FALSE(talk->writable());
  talk->push("ab");
  EXPECT_TRUE(talk->writable());
  talk.play();
  EXPECT_FALSE(talk->writable());
  talk->close_when_done();
  EXPECT_TRUE(talk->writable());
  talk->close();
  EXPECT_FALSE(talk->writable());
  EXPECT_FALSE(talk->readable());
}

TEST(the_end_of_input, drops_queued_output) {
  conversation talk("", "| eof | 1 0*");
  talk->push("abc");
  EXPECT_EQ(talk.play(), "sent(a) handle_close close");
}

}  // namespace
}  // namespace asynchat
