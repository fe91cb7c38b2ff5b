#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>

#include "loop_fixture.h"

namespace asynchat {
namespace {

using std::chrono::milliseconds;
using support::a_loop;
using support::manual_network;
using support::named_channel;
using support::recorded_chat;

TEST_F(a_loop, hands_out_read_before_write) {
  const auto a = channel(0, "a");
  a->wants_to_write = true;
  far[0].in = "x";
  EXPECT_EQ(pass(), "a.read a.write");
}

TEST_F(a_loop, acts_on_a_hangup_only_once_nothing_is_left_to_read) {
  const auto a = channel(0, "a");
  far[0].in = "x";
  far[0].hangup = true;
  EXPECT_EQ(pass(), "a.read");
  far[0].in.clear();
  EXPECT_EQ(pass(), "a.close");
  EXPECT_EQ(pass(), "");
}

TEST_F(a_loop, gives_a_channel_that_closed_in_its_read_no_write) {
  const auto a = channel(0, "a");
  a->wants_to_write = true;
  a->on_read = [&] { a->close(); };
  far[0].in = "x";
  EXPECT_EQ(pass(), "a.read");
}

TEST_F(a_loop, gives_a_channel_that_closed_in_its_write_no_hangup) {
  const auto a = channel(0, "a");
  a->wants_to_write = true;
  a->on_write = [&] { a->close(); };
  far[0].hangup = true;
  EXPECT_EQ(pass(), "a.write");
}

TEST_F(a_loop, gives_nothing_to_a_channel_that_another_closed_in_the_same_pass) {
  const auto a = channel(0, "a");
  const auto b = channel(1, "b");
  a->on_read = [&] { b->close(); };
  b->on_read = [&] { a->close(); };
  far[0].in = far[1].in = "x";
  const std::string events = pass();
  EXPECT_TRUE(events == "a.read" || events == "b.read") << events;
}

TEST_F(a_loop, does_not_take_a_new_channel_for_the_one_whose_number_it_has) {
  const auto a = channel(0, "a");
  auto b = channel(1, "b");
  std::unique_ptr<named_channel> heir;
  a->on_read = [&] {
    b.reset();
    heir = channel(2, "heir");
    far[2].in = "later";
  };
  far[0].in = far[1].in = "x";
  EXPECT_EQ(pass(), "a.read");
  a->close();
  EXPECT_EQ(pass(), "heir.read");
}

TEST_F(a_loop, polls_a_channel_made_in_a_pass_in_the_next) {
  const auto a = channel(0, "a");
  std::unique_ptr<named_channel> b;
  far[0].in = far[1].in = "x";
  a->on_read = [&] {
    if (b == nullptr) b = channel(1, "b");
  };
  EXPECT_EQ(pass(), "a.read");
  EXPECT_EQ(pass(), "a.read b.read");
}

TEST_F(a_loop, makes_many_channels_within_a_callback) {
  const auto a = channel(0, "a");
  std::vector<std::unique_ptr<dispatcher>> crowd;
  std::vector<manual_network::far_end> ends(100);
  far[0].in = "x";
  a->on_read = [&] {
    for (auto& end : ends) crowd.push_back(std::make_unique<dispatcher>(channels, network.stream_to(end)));
  };
  EXPECT_EQ(pass(), "a.read");
  EXPECT_EQ(channels.size(), 101u);
  a->close();
  crowd.clear();
  EXPECT_TRUE(channels.empty());
}

TEST_F(a_loop, runs_as_many_passes_as_it_is_told) {
  const auto a = channel(0, "a");
  far[0].in = "x";
  channels.run(duration(0), 3);
  EXPECT_EQ(log.take(), "a.read a.read a.read");
}

TEST_F(a_loop, without_channels_returns_at_once) {
  channels.run();
  EXPECT_EQ(channels.now(), time_point());
}

TEST_F(a_loop, runs_until_the_last_channel_is_closed) {
  const auto a = channel(0, "a");
  a->on_read = [&, reads = 0]() mutable {
    if (++reads == 3) a->close();
  };
  far[0].in = "x";
  channels.run();
  EXPECT_EQ(log.take(), "a.read a.read a.read");
}

TEST_F(a_loop, waits_as_long_as_its_timeout) {
  const auto a = channel(0, "a");
  channels.run(milliseconds(7), 3);
  EXPECT_EQ(channels.now() - time_point(), milliseconds(21));
}

TEST_F(a_loop, closes_all_its_channels) {
  const auto a = channel(0, "a");
  const auto b = channel(1, "b");
  channels.close_all();
  EXPECT_TRUE(channels.empty());
  EXPECT_TRUE(far[0].closed && far[1].closed);
  EXPECT_EQ(log.take(), "");
}

TEST_F(a_loop, may_close_all_within_a_callback) {
  const auto a = channel(0, "a");
  const auto b = channel(1, "b");
  a->on_read = b->on_read = [&] { channels.close_all(); };
  far[0].in = far[1].in = "x";
  const std::string events = pass();
  EXPECT_TRUE(events == "a.read" || events == "b.read") << events;
}

TEST_F(a_loop, goes_on_after_exit_now_with_the_news_that_it_left) {
  const auto a = channel(0, "a");
  const auto b = channel(1, "b");
  far[0].in = far[1].in = "x";
  a->on_read = [&] {
    a->close();
    throw exit_now();
  };
  b->on_read = [&] { b->close(); };
  EXPECT_THROW(channels.run(duration(0), 2), exit_now);
  channels.run(duration(0), 2);
  EXPECT_TRUE(channels.empty());
}

TEST_F(a_loop, destroys_a_channel_at_the_end_of_its_callback) {
  auto a = channel(0, "a");
  far[0].in = "x";
  const auto alive = std::make_shared<int>();
  a->on_read = [&, alive] {
    channels.destroy_later(std::move(a));
    EXPECT_TRUE(far[0].closed);
    EXPECT_EQ(alive.use_count(), 2);
  };
  EXPECT_EQ(alive.use_count(), 2);
  EXPECT_EQ(pass(), "a.read");
  EXPECT_EQ(alive.use_count(), 1);
}

TEST_F(a_loop, destroys_a_channel_whose_callback_left_the_loop_in_the_next_pass) {
  auto a = channel(0, "a");
  far[0].in = "x";
  a->on_read = [&] {
    channels.destroy_later(std::move(a));
    throw exit_now();
  };
  EXPECT_THROW(channels.poll(duration(0)), exit_now);
  EXPECT_EQ(pass(), "a.read");
  EXPECT_TRUE(channels.empty());
}

TEST(loop, that_is_destroyed_destroys_what_was_to_be_and_what_that_condemns) {
  struct family final : dispatcher {
    using dispatcher::dispatcher;
    ~family() override {
      if (child != nullptr) owner().destroy_later(std::move(child));
    }
    std::unique_ptr<family> child;
  };
  manual_network network;
  loop channels(network);
  auto parent = std::make_unique<family>(channels);
  parent->child = std::make_unique<family>(channels);
  parent->child->child = std::make_unique<family>(channels);
  channels.destroy_later(std::move(parent));
}

TEST_F(a_loop, asks_a_touched_channel_again) {
  const auto a = channel(0, "a");
  EXPECT_EQ(pass(), "");
  a->wants_to_write = true;
  a->touch();
  EXPECT_EQ(pass(), "a.write");
}

TEST_F(a_loop, watches_a_channel_only_for_what_it_wants) {
  const auto a = channel(0, "a");
  pass();
  EXPECT_EQ(far[0].interest, readiness::read);
}

TEST_F(a_loop, hears_no_more_hangups_of_a_channel_that_stayed_open) {
  recorded_chat chat(channels, network.stream_to(far[0]), log);
  chat.stay_open = true;
  far[0].eof = far[0].hangup = true;
  EXPECT_EQ(pass(), "handle_close");
  EXPECT_EQ(channels.poll(duration(0)), 0u);
  chat.push("late");
  EXPECT_EQ(far[0].out, "late");
}

TEST_F(a_loop, tells_how_many_channels_it_had_news_for) {
  const auto a = channel(0, "a");
  const auto b = channel(1, "b");
  far[0].in = "x";
  EXPECT_EQ(channels.poll(duration(0)), 1u);
  far[1].in = "x";
  EXPECT_EQ(channels.poll(duration(0)), 2u);
}

using loop_death_test = a_loop;

TEST_F(loop_death_test, poll_inside_a_callback_is_a_mistake) {
  const auto a = channel(0, "a");
  a->on_read = [&] { channels.poll(duration(0)); };
  far[0].in = "x";
  EXPECT_DEATH(pass(), "not polled from inside a callback");
}

TEST_F(loop_death_test, handle_read_of_another_channel_inside_a_callback_is_a_mistake) {
  recorded_chat one(channels, network.stream_to(far[0]), log);
  recorded_chat other(channels, network.stream_to(far[1]), log);
  one.on_collect = [&] { other.handle_read(); };
  far[0].in = "x";
  EXPECT_DEATH(pass(), "handle_read is not called from inside a callback");
}

TEST_F(loop_death_test, destroying_another_channel_in_the_middle_of_its_callback_is_a_mistake) {
  recorded_chat one(channels, network.stream_to(far[0]), log);
  auto other = std::make_unique<recorded_chat>(channels, network.stream_to(far[1]), log);
  one.on_collect = [&] { other->notify_close(); };
  other->on_handle_close = [&] { other.reset(); };
  far[0].in = "x";
  EXPECT_DEATH(pass(), "use loop::destroy_later");
}

TEST(loop_death_test_alone, a_loop_that_dies_before_its_channels_is_a_mistake) {
  manual_network network;
  manual_network::far_end far;
  const auto leave_too_early = [&] {
    auto channels = std::make_unique<loop>(network);
    dispatcher one(*channels, network.stream_to(far));
    channels.reset();
  };
  EXPECT_DEATH(leave_too_early(), "every channel before its loop");
}

}  // namespace
}  // namespace asynchat
