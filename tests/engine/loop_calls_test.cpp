#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>

#include "loop_fixture.h"

namespace asynchat {
namespace {

using std::chrono::milliseconds;
using support::a_loop;
using support::fail_with;
using support::manual_network;

TEST_F(a_loop, calls_later_in_the_order_of_time_and_then_of_asking) {
  channels.call_later(milliseconds(2), [&] { log.add("third"); });
  channels.call_later(milliseconds(1), [&] { log.add("first"); });
  channels.call_later(milliseconds(1), [&] { log.add("second"); });
  for (int i = 0; i < 2; ++i) channels.poll(std::chrono::hours(1));
  EXPECT_EQ(log.take(), "first second third");
  EXPECT_EQ(channels.now() - time_point(), milliseconds(2));
}

TEST_F(a_loop, does_not_call_what_was_cancelled) {
  const timer_id gone = channels.call_later(milliseconds(1), [&] { log.add("gone"); });
  timer_id second;
  channels.call_later(milliseconds(1), [&] {
    log.add("first");
    EXPECT_TRUE(channels.cancel(second));
  });
  second = channels.call_later(milliseconds(1), [&] { log.add("second"); });
  EXPECT_TRUE(channels.cancel(gone));
  EXPECT_FALSE(channels.cancel(gone));
  channels.poll(milliseconds(5));
  EXPECT_EQ(log.take(), "first");
}

TEST_F(a_loop, cannot_cancel_a_call_that_is_being_made) {
  timer_id itself;
  itself = channels.call_later(duration(0), [&] { log.add(channels.cancel(itself) ? "cancelled" : "too late"); });
  EXPECT_EQ(pass(), "too late");
}

TEST_F(a_loop, makes_a_call_that_is_due_at_once_in_this_pass_and_its_sequel_in_the_next) {
  std::function<void()> again = [&] {
    log.add("tick");
    channels.call_later(duration(0), again);
  };
  channels.call_later(duration(0), again);
  EXPECT_EQ(pass(), "tick");
  EXPECT_EQ(pass(), "tick");
}

TEST_F(a_loop, takes_a_call_in_the_past_for_one_that_is_due) {
  channels.call_later(milliseconds(-5), [&] {
    log.add("late");
    channels.call_later(milliseconds(-5), [&] { log.add("later"); });
  });
  EXPECT_EQ(pass(), "late");
  EXPECT_EQ(pass(), "later");
}

TEST_F(a_loop, may_be_asked_to_call_never) {
  channels.poll(milliseconds(1));
  channels.call_later(duration::max(), [&] { log.add("never"); });
  EXPECT_EQ(pass(), "");
}

TEST_F(a_loop, lets_what_a_timer_throws_leave_and_makes_the_other_calls_later) {
  channels.call_later(duration(0), [] { fail_with("no"); });
  channels.call_later(duration(0), [&] { log.add("other"); });
  EXPECT_THROW(channels.poll(duration(0)), std::runtime_error);
  EXPECT_EQ(pass(), "other");
}

TEST_F(a_loop, calls_soon_in_the_order_of_asking_and_waits_for_nothing_before) {
  channels.call_soon_threadsafe([&] { log.add("first"); });
  channels.call_soon_threadsafe([&] { log.add("second"); });
  channels.poll(std::chrono::hours(1));
  EXPECT_EQ(log.take(), "first second");
  EXPECT_EQ(channels.now(), time_point());
}

TEST_F(a_loop, calls_soon_in_a_later_pass_what_such_a_call_asks_for) {
  std::function<void()> again = [&] {
    log.add("tick");
    channels.call_soon_threadsafe(again);
  };
  channels.call_soon_threadsafe(again);
  EXPECT_EQ(pass(), "tick");
  channels.poll(std::chrono::hours(1));
  EXPECT_EQ(log.take(), "tick");
  EXPECT_EQ(channels.now(), time_point());
}

TEST_F(a_loop, lets_what_a_call_throws_leave_and_makes_the_others_in_the_next_pass) {
  channels.call_soon_threadsafe([] { fail_with("no"); });
  channels.call_soon_threadsafe([&] { log.add("other"); });
  EXPECT_THROW(channels.poll(duration(0)), std::runtime_error);
  channels.poll(std::chrono::hours(1));
  channels.poll(std::chrono::hours(1));
  EXPECT_EQ(log.take(), "other");
}

TEST_F(a_loop, destroys_channels_in_calls_that_come_from_outside) {
  auto a = channel(0, "a");
  channels.call_soon_threadsafe([&] { channels.destroy_later(std::move(a)); });
  EXPECT_EQ(pass(), "");
  EXPECT_TRUE(channels.empty());
}

TEST(loop, that_is_destroyed_destroys_the_calls_it_did_not_come_to_with_their_channels) {
  manual_network network;
  manual_network::far_end far;
  const auto alive = std::make_shared<int>();
  {
    loop channels(network);
    const auto owned = std::make_shared<dispatcher>(channels, network.stream_to(far));
    channels.call_soon_threadsafe([owned, alive] { ADD_FAILURE() << "called"; });
  }
  EXPECT_EQ(alive.use_count(), 1);
  EXPECT_TRUE(far.closed);
}

TEST_F(a_loop, destroys_channels_in_timers) {
  auto a = channel(0, "a");
  channels.call_later(duration(0), [&] { channels.destroy_later(std::move(a)); });
  EXPECT_EQ(pass(), "");
  EXPECT_TRUE(channels.empty());
}

using loop_death_test = a_loop;

TEST_F(loop_death_test, poll_inside_a_timer_is_a_mistake) {
  channels.call_later(duration(0), [&] {
    channels.run();
    channels.poll(duration(0));
  });
  EXPECT_DEATH(pass(), "not polled from inside a callback");
}

TEST_F(loop_death_test, poll_inside_a_call_from_outside_is_a_mistake) {
  channels.call_soon_threadsafe([&] { channels.poll(duration(0)); });
  EXPECT_DEATH(pass(), "not polled from inside a callback");
}

TEST(call_later, may_be_given_a_channel_to_own) {
  manual_network network;
  manual_network::far_end far;
  loop channels(network);
  auto one = std::make_shared<dispatcher>(channels, network.stream_to(far));
  channels.call_later(std::chrono::hours(1), [kept = std::move(one)] { kept->close(); });
  EXPECT_EQ(channels.size(), 1u);
}

}  // namespace
}  // namespace asynchat
