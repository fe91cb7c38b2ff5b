#include <gmock/gmock.h>
#include <chrono>
#include <thread>

#include "chats.h"
#include "in_a_world.h"

namespace asynchat::parity {

namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

class timer_parity : public parity_test {
 protected:
  void SetUp() override {
    parity_test::SetUp();
    if (!IsSkipped()) met_ = here().meet({.says = {"hello\r\n"}});
  }
  void TearDown() override {
    met_.reset();
    parity_test::TearDown();
  }
  std::function<void()> note(int number) {
    return [this, number] { noted_.push_back(number); };
  }

  std::unique_ptr<stream> met_;
  std::vector<int> noted_;
};

INSTANTIATE_TEST_SUITE_P(worlds, timer_parity, testing::ValuesIn(all_worlds()), world_name);

TEST_P(timer_parity, timers_run_in_the_order_of_their_times_and_then_of_asking) {
  loop channels(here().net());
  channels.call_later(milliseconds(3), note(4));
  channels.call_later(milliseconds(1), note(2));
  channels.call_later(milliseconds(2), note(3));
  channels.call_later(milliseconds(-5), note(0));
  channels.call_later(milliseconds(0), note(1));
  run_until(channels, [&] { return noted_.size() == 5; });
  EXPECT_THAT(noted_, ElementsAre(0, 1, 2, 3, 4));
}

TEST_P(timer_parity, timers_of_one_time_run_in_the_order_of_asking) {
  loop channels(here().net());
  for (int number = 0; number < 100; ++number) channels.call_later(duration(0), note(number));
  run_until(channels, [&] { return noted_.size() == 100; });
  EXPECT_TRUE(std::is_sorted(noted_.begin(), noted_.end()));
}

TEST_P(timer_parity, no_timer_is_early) {
  loop channels(here().net());
  int made = 0;
  for (const auto delay : {microseconds(1), microseconds(999), microseconds(1001), microseconds(2500)}) {
    const time_point due = channels.now() + delay;
    channels.call_later(delay, [&, due] {
      ++made;
      EXPECT_GE(channels.now(), due);
    });
  }
  run_until(channels, [&] { return made == 4; });
}

TEST_P(timer_parity, a_cancelled_timer_is_never_called) {
  loop channels(here().net());
  const timer_id first = channels.call_later(duration(0), note(0));
  timer_id third;
  channels.call_later(duration(0), [&] { EXPECT_TRUE(channels.cancel(third)); });
  third = channels.call_later(duration(0), note(2));
  channels.call_later(milliseconds(2), note(3));
  EXPECT_TRUE(channels.cancel(first));
  EXPECT_FALSE(channels.cancel(first));
  run_until(channels, [&] { return !noted_.empty(); });
  EXPECT_THAT(noted_, ElementsAre(3));
}

TEST_P(timer_parity, a_timer_that_asks_for_itself_lets_the_channels_run) {
  loop channels(here().net());
  reader one(channels, std::move(met_));
  std::function<void()> again = [&] { channels.call_later(duration(0), again); };
  again();
  run_until(channels, [&] { return !one.lines.empty(); });
  EXPECT_THAT(one.lines, ElementsAre("hello"));
}

TEST_P(timer_parity, a_timer_may_close_and_destroy_a_channel) {
  loop channels(here().net());
  auto one = std::make_unique<reader>(channels, std::move(met_));
  channels.call_later(milliseconds(1), [&] { one.reset(); });
  run(channels);
  EXPECT_EQ(one, nullptr);
}

TEST_P(timer_parity, what_a_timer_throws_leaves_the_loop_and_the_others_are_still_called) {
  loop channels(here().net());
  channels.call_later(duration(0), [] { throw exit_now(); });
  channels.call_later(duration(0), note(1));
  EXPECT_THROW(run_until(channels, [&] { return !noted_.empty(); }), exit_now);
  run_until(channels, [&] { return !noted_.empty(); });
  EXPECT_THAT(noted_, ElementsAre(1));
}

TEST_P(timer_parity, calls_of_another_thread_run_in_their_order_on_the_loops_thread) {
  loop channels(here().net());
  std::thread other([&] {
    for (int number = 0; number < 100; ++number) {
      channels.call_soon_threadsafe([this, number, me = std::this_thread::get_id()] {
        EXPECT_NE(std::this_thread::get_id(), me);
        noted_.push_back(number);
      });
    }
  });
  other.join();
  run_until(channels, [&] { return noted_.size() == 100; });
  EXPECT_TRUE(std::is_sorted(noted_.begin(), noted_.end()));
}

TEST_P(timer_parity, a_call_of_another_thread_may_push_to_a_channel) {
  loop channels(here().net());
  reader one(channels, std::move(met_));
  std::thread other([&] {
    channels.call_soon_threadsafe([&] {
      one.push("from another thread");
      one.close_when_done();
    });
  });
  other.join();
  run(channels);
  EXPECT_EQ(here().heard(19), "from another thread");
}

TEST_P(timer_parity, calls_that_the_loop_did_not_come_to_are_destroyed_with_it) {
  const auto token = std::make_shared<int>();
  {
    loop channels(here().net());
    channels.call_soon_threadsafe([&, token] { noted_.push_back(0); });
    channels.call_later(std::chrono::hours(1), [&, token] { noted_.push_back(0); });
    EXPECT_EQ(token.use_count(), 3);
  }
  EXPECT_EQ(token.use_count(), 1);
  EXPECT_THAT(noted_, IsEmpty());
}

/// A wait that blocks: that of a scripted or simulated network never does.
class waking_parity : public parity_test {};
INSTANTIATE_TEST_SUITE_P(worlds, waking_parity, testing::ValuesIn(kernel_worlds()), world_name);

TEST_P(waking_parity, a_call_of_another_thread_wakes_a_loop_that_waits_without_limit) {
  loop channels(here().net());
  const stream_pair ends = here().pair();
  bool called = false;
  std::thread other([&] { channels.call_soon_threadsafe([&] { called = true; }); });
  for (int passes = 0; passes < passes_max && !called; ++passes) channels.poll(std::nullopt);
  other.join();
  EXPECT_TRUE(called);
}

}  // namespace

}  // namespace asynchat::parity
