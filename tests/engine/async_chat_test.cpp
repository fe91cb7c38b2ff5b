#include <gtest/gtest.h>

#include "conversation.h"

namespace asynchat {
namespace {

using support::conversation;
using support::fail_with;

TEST(close, is_idempotent_and_calls_no_handler) {
  conversation talk;
  talk->close();
  talk->close();
  EXPECT_EQ(talk.log(), "close");
  EXPECT_TRUE(talk->closed());
  EXPECT_FALSE(talk->connected());
  EXPECT_TRUE(talk.channels.empty());
}

TEST(close, keeps_the_buffers) {
  conversation talk("", "| open | b");
  talk->push("a");
  talk->push_with_producer(support::blocks({"b"}));
  talk->ac_out_buffer_size(1);
  talk->push("c");
  talk->close();
  EXPECT_FALSE(talk->producer_fifo().is_empty());
}

TEST(handle_close, is_called_once_although_an_application_calls_for_it_twice) {
  conversation talk("a", "1 | eof");
  talk->stay_open = true;
  talk->notify_close();
  talk->notify_close();
  EXPECT_EQ(talk.play(), "handle_close collect(a)");
}

TEST(handle_close, is_not_called_after_close) {
  conversation talk("", "| eof");
  talk->close();
  talk->notify_close();
  EXPECT_EQ(talk.play(), "close");
}

TEST(handle_close, may_close_and_push_and_discard) {
  conversation talk("", "| eof");
  talk->on_handle_close = [&] {
    talk->push("bye");
    talk->discard_buffers();
    talk->set_terminator("x");
    talk->close();
    talk->push("lost");
  };
  EXPECT_EQ(talk.play(), "handle_close sent(bye) close");
}

TEST(an_exception, of_a_callback_goes_to_handle_error_which_closes) {
  conversation talk("a;b;", "4 | open");
  talk->set_terminator(";");
  talk->on_found = [] { fail_with("broken"); };
  EXPECT_EQ(talk.play(), "collect(a) found error(broken) handle_close close");
  EXPECT_EQ(talk.lines, "uncaught exception, broken\n");
}

TEST(an_exception, of_a_callback_that_closed_goes_to_the_log_alone) {
  conversation talk("a;", "2 | open");
  talk->set_terminator(";");
  talk->on_found = [&] {
    talk->close();
    fail_with("late");
  };
  EXPECT_EQ(talk.play(), "collect(a) found close");
  EXPECT_EQ(talk.lines, "a handler of a closed channel threw: late\n");
}

TEST(an_exception, may_be_anything) {
  conversation talk("a", "1 | open");
  struct quiet_chat final : support::recorded_chat {
    using recorded_chat::recorded_chat;
    void handle_error(std::exception_ptr error) override { dispatcher::handle_error(error); }
  };
  talk.owned.reset();
  sim::plan steps = support::planned("1 | open");
  sim::scripted_network network("a", steps);
  loop channels(network);
  std::string lines;
  channels.set_log_sink([&](log_level, std::string_view line) { lines += line; });
  quiet_chat chat(channels, network.take_stream(), talk.events);
  chat.on_collect = [] { throw 42; };
  channels.run(duration(0), 3);
  EXPECT_EQ(lines, "uncaught exception, an exception that is no std::exception");
  EXPECT_TRUE(chat.closed());
}

TEST(an_exception, of_handle_close_leaves_the_loop) {
  conversation talk("", "| eof");
  talk->on_handle_close = [] { fail_with("fatal"); };
  EXPECT_THROW(talk.play(), std::runtime_error);
  EXPECT_EQ(talk.log(), "handle_close");
}

TEST(an_exception, of_handle_close_called_inside_a_callback_leaves_the_loop_too) {
  conversation talk("a", "1 | open");
  talk->on_handle_close = [] { fail_with("fatal"); };
  talk->on_collect = [&] { talk->notify_close(); };
  EXPECT_THROW(talk.play(), std::runtime_error);
  EXPECT_EQ(talk.log(), "collect(a) handle_close");
}

TEST(an_exception, of_handle_close_after_the_close_mark_leaves_the_loop) {
  conversation talk;
  talk->on_handle_close = [] { fail_with("fatal"); };
  talk->close_when_done();
  EXPECT_THROW(talk.play(), std::runtime_error);
}

TEST(an_exception, of_handle_error_leaves_the_loop) {
  conversation talk("a", "1 | open");
  talk->on_collect = [] { fail_with("first"); };
  talk->on_error = [] { fail_with("second"); };
  EXPECT_THROW(talk.play(), std::runtime_error);
  EXPECT_EQ(talk.log(), "collect(a) error(first)");
}

TEST(an_exception, of_a_handle_close_that_a_callback_caught_does_not_make_the_next_one_fatal) {
  conversation talk("ab", "1 1 | open");
  talk->stay_open = true;
  talk->ignore_errors = true;
  talk->on_handle_close = [] { fail_with("caught"); };
  talk->on_collect = [&] {
    try {
      talk->notify_close();
    } catch (const std::runtime_error&) {
    }
    fail_with("ordinary");
  };
  EXPECT_EQ(talk.play(), "collect(a) handle_close error(ordinary) collect(b) error(ordinary)");
}

TEST(an_exception, of_a_call_from_outside_the_loop_goes_to_the_caller) {
  conversation talk("a", "1 | open");
  talk->on_collect = [] { fail_with("mine"); };
  EXPECT_THROW(talk->handle_read(), std::runtime_error);
  EXPECT_EQ(talk.log(), "collect(a)");
}

TEST(exit_now, passes_through_the_loop_and_leaves_the_channel_as_it_was) {
  conversation talk("a;b;c", "4 1 | open");
  talk->set_terminator(";");
  talk->on_found = [&] {
    talk->on_found = nullptr;
    throw exit_now();
  };
  EXPECT_THROW(talk.play(), exit_now);
  EXPECT_EQ(talk.log(), "collect(a) found");
  EXPECT_EQ(talk.play(), "collect(b) found collect(c)");
}

TEST(exit_now, leaves_the_loop_from_every_handler) {
  const auto leave = [] { throw exit_now(); };
  conversation closing("", "| eof");
  closing->on_handle_close = leave;
  EXPECT_THROW(closing.play(), exit_now);
  conversation failing("a", "1 | open");
  failing->on_collect = [] { fail_with("no"); };
  failing->on_error = leave;
  EXPECT_THROW(failing.play(), exit_now);
  conversation connecting("", "| open", support::connecting(true));
  connecting->on_connect = leave;
  connecting->connect({});
  EXPECT_THROW(connecting.play(), exit_now);
}

TEST(exit_now, at_the_last_collect_leaves_handle_close_for_the_next_pass) {
  conversation talk("-", "1 | eof");
  talk->set_terminator("--");
  talk->on_collect = [] { throw exit_now(); };
  EXPECT_THROW(talk.play(), exit_now);
  EXPECT_EQ(talk.log(), "collect(-)");
  EXPECT_EQ(talk.play(), "handle_close close");
}

TEST(handle_connect, runs_before_the_channel_is_connected) {
  conversation talk("", "| open", support::connecting(true));
  talk->on_connect = [&] {
    EXPECT_FALSE(talk->connected());
    EXPECT_FALSE(talk->connecting());
    talk->push("hello");
  };
  EXPECT_FALSE(talk->connect({}));
  EXPECT_TRUE(talk->connecting());
  EXPECT_EQ(talk.play(), "connect sent(hello)");
  EXPECT_TRUE(talk->connected());
}

TEST(handle_connect, is_called_inside_a_connect_that_succeeds_at_once) {
  conversation talk("", "| open", support::connecting(false));
  EXPECT_FALSE(talk->connect({}));
  EXPECT_EQ(talk.log(), "connect");
  EXPECT_TRUE(talk->connected());
}

TEST(handle_connect, that_closes_leaves_no_zombie) {
  for (const bool in_progress : {true, false}) {
    conversation talk("a", "1 | open", support::connecting(in_progress));
    talk->on_connect = [&] {
      talk->push("x");
      talk->close();
    };
    talk->connect({});
    EXPECT_EQ(talk.play(), "connect close");
    EXPECT_FALSE(talk->connected());
  }
}

TEST(handle_connect, that_throws_does_not_connect) {
  conversation talk("", "| open", support::connecting(true));
  talk->ignore_errors = true;
  talk->on_connect = [] { fail_with("no"); };
  talk->connect({});
  EXPECT_EQ(talk.play(), "connect error(no)");
  EXPECT_FALSE(talk->connected());
}

TEST(connect, that_fails_at_once_closes_and_returns_the_error) {
  sim::script world = support::connecting(false);
  world.connect->immediate = std::make_error_code(std::errc::connection_refused);
  conversation talk("", "| open", world);
  EXPECT_EQ(talk->connect({}), std::errc::connection_refused);
  EXPECT_EQ(talk.log(), "close");
  EXPECT_TRUE(talk->closed());
  EXPECT_TRUE(talk.channels.empty());
}

TEST(connect, that_fails_on_asking_closes_and_returns_the_error) {
  conversation talk("", "| open", support::connecting(false, std::errc::connection_refused));
  EXPECT_EQ(talk->connect({}), std::errc::connection_refused);
  EXPECT_EQ(talk.log(), "close");
}

TEST(connect, that_fails_later_with_a_disconnect_calls_handle_close) {
  conversation talk("", "| open", support::connecting(true, std::errc::connection_reset));
  talk->connect({});
  EXPECT_EQ(talk.play(), "handle_close close");
}

TEST(connect, that_fails_later_otherwise_calls_handle_error) {
  conversation talk("", "| open", support::connecting(true, std::errc::connection_refused));
  talk->connect({});
  EXPECT_EQ(talk.play(), "error(Connection refused) handle_close close");
}

TEST(connect_death_test, twice_is_a_mistake) {
  conversation talk("", "| open", support::connecting(true));
  talk->connect({});
  EXPECT_DEATH(talk->connect({}), "connects once");
}

TEST(destroying_a_channel_death_test, inside_its_own_callback_is_a_mistake) {
  conversation talk("a", "1 | open");
  talk->on_collect = [&] { talk.owned.reset(); };
  EXPECT_DEATH(talk.play(), "use loop::destroy_later");
}

TEST(destroying_a_channel_death_test, inside_its_own_handle_close_is_a_mistake) {
  conversation talk;
  talk->on_handle_close = [&] { talk.owned.reset(); };
  EXPECT_DEATH(talk->notify_close(), "use loop::destroy_later");
}

TEST(destroying_a_channel_death_test, inside_a_handle_connect_that_connect_calls_is_a_mistake) {
  conversation talk("", "| open", support::connecting(false));
  talk->on_connect = [&] { talk.owned.reset(); };
  EXPECT_DEATH(talk->connect({}), "use loop::destroy_later");
}

TEST(destroying_a_channel_death_test, inside_a_handle_drain_that_push_calls_is_a_mistake) {
  conversation talk;
  talk->set_output_limit(1, 0);
  talk->on_drain = [&] { talk.owned.reset(); };
  EXPECT_DEATH(talk->push("ab"), "use loop::destroy_later");
}

TEST(destroying_a_channel_death_test, inside_its_own_producer_is_a_mistake) {
  conversation talk;
  const auto kill = [&]() -> std::string {
    talk.owned.reset();
    return "";
  };
  EXPECT_DEATH(talk->push_with_producer(support::producing(kill)), "use loop::destroy_later");
}

/// What a channel may do to itself in any of its callbacks.
class self_harm : public testing::TestWithParam<int> {
 protected:
  void harm(conversation& talk) const {
    if (talk.owned == nullptr) return;
    switch (GetParam()) {
      case 0:
        return talk.channels.destroy_later(std::move(talk.owned));
      case 1:
        return talk->close();
      case 2:
        return talk->discard_buffers();
      case 3:
        return talk->set_terminator(std::string(40, 'z'));
      case 4:
        return static_cast<void>(talk->push(std::string(100, 'p')));
      case 5:
        return talk->close_when_done();
      case 6:
        return talk->notify_close();
      case 7:
        return talk->set_terminator(byte_count(2));
      case 8:
        return fail_with("harm");
      case 9:
        talk->cork();
        talk->push("corked");
        return talk->uncork();
      case 10:
        return talk.channels.close_all();
      default:
        return talk->set_frame_limit(1);
    }
  }

  /// Plays a conversation that meets every callback, with the harm in one of them.
  void harm_in(support::recorded_chat::hook support::recorded_chat::*callback) const {
    conversation talk("ab-c--dd--ee-", "4 5 4 | eof | 1 b 1 2", support::connecting(true));
    talk->set_terminator("--");
    talk->set_frame_limit(3);
    talk->set_output_limit(4, 1);
    talk->ac_out_buffer_size(3);
    talk->push("some output");
    talk->connect({});
    talk.owned.get()->*callback = [&talk, this] { harm(talk); };
    try {
      talk.play();
    } catch (const std::runtime_error& error) {
      EXPECT_STREQ(error.what(), "harm");
    }
  }
};

TEST_P(self_harm, in_collect) { harm_in(&support::recorded_chat::on_collect); }
TEST_P(self_harm, in_found) { harm_in(&support::recorded_chat::on_found); }
TEST_P(self_harm, in_connect) { harm_in(&support::recorded_chat::on_connect); }
TEST_P(self_harm, in_handle_close) { harm_in(&support::recorded_chat::on_handle_close); }
TEST_P(self_harm, in_limit) { harm_in(&support::recorded_chat::on_limit); }
TEST_P(self_harm, in_drain) { harm_in(&support::recorded_chat::on_drain); }

INSTANTIATE_TEST_SUITE_P(of_every_kind, self_harm, testing::Range(0, 12));

}  // namespace
}  // namespace asynchat
