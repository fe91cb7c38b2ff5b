#include <asynchat/properties/canaries.h>
#include <asynchat/properties/check.h>
#include <asynchat/properties/explain.h>
#include <asynchat/properties/watchdog/feed_watchdog.h>
#include <gmock/gmock.h>

#include <cstdio>
#include <string>

#include "sample_subjects.h"

namespace asynchat::properties {
namespace {

using std::chrono::milliseconds;

void tell(const counterexample& hung) { std::fprintf(stderr, "%s\n", explain(hung).c_str()); }

template <class Action>
void under_watch(Action action) {
  feed_watchdog dog(milliseconds(40));
  const feed_watchdog::watched_thread watched(dog, tell);
  action();
}

TEST(feed_watchdog_death, tells_which_delivery_a_check_hangs_in_and_ends_the_process) {
  const canary& bird = hanging_canary();
  EXPECT_EXIT(under_watch([&] { check(*bird.make(), stream_of("a\r\nb\r\n"), bird.model); }),
              testing::ExitedWithCode(1), "in one read: the feed of bytes 0 to 4 did not return within 40 ms");
}

TEST(feed_watchdog_death, tells_of_a_plan_that_is_played) {
  const canary& bird = hanging_canary();
  EXPECT_EXIT(under_watch([&] { bird.make()->play("a\r\n\r\n", plan_of("3 1 1 | eof"), {}); }),
              testing::ExitedWithCode(1),
              "2 cuts at bytes 3 and 4: the feed of bytes 3 to 4 did not return within 40 ms");
}

TEST(feed_watchdog_death, ends_the_process_when_the_report_throws) {
  const canary& bird = hanging_canary();
  const auto hang = [&] {
    feed_watchdog dog(milliseconds(40));
    const feed_watchdog::watched_thread watched(
        dog, [](const counterexample&) { throw std::runtime_error("the disk is full"); });
    bird.make()->play("\r\n", plan_of("1 1 | eof"), {});
  };
  EXPECT_EXIT(hang(), testing::ExitedWithCode(1), "did not return within 40 ms; .*the disk is full");
}

TEST(feed_watchdog, lets_feeds_pass_that_return) {
  feed_watchdog dog(milliseconds(10'000));
  const feed_watchdog::watched_thread watched(dog, [](const counterexample&) { FAIL(); });
  EXPECT_TRUE(check(*make_crlf_chat(), stream_of("a\r\nb\r\n"), crlf_model).held());
  EXPECT_EQ(feed_beat::of_this_thread()->count() % 2, 0u);
  EXPECT_GT(feed_beat::of_this_thread()->count(), 100u);
}

TEST(feed_watchdog, watches_a_thread_no_longer_than_it_is_asked_to) {
  {
    feed_watchdog dog(milliseconds(10'000));
    const feed_watchdog::watched_thread watched(dog, tell);
    EXPECT_NE(feed_beat::of_this_thread(), nullptr);
  }
  EXPECT_EQ(feed_beat::of_this_thread(), nullptr);
}

fed_chunk swept(std::size_t from, std::size_t to, std::span<const std::size_t> cuts) {
  return {"abcdefgh", from, to, {}, nullptr, cuts};
}

TEST(hung_delivery, has_the_cuts_that_led_to_it) {
  const std::vector<std::size_t> cuts{3, 4};
  const counterexample hung = hung_delivery(swept(4, 5, cuts), milliseconds(10'000));
  EXPECT_EQ(hung.bytes, "abcde");
  EXPECT_EQ(hung.steps, plan_of("3 1 1 | open"));
  EXPECT_EQ(hung.details.note, "the feed of bytes 4 to 5 did not return within 10 s");
}

TEST(hung_delivery, has_the_windows_before_its_first_cut) {
  const std::vector<std::size_t> cuts{5}, windows{0, 2, 4, 6, 8};
  fed_chunk fed = swept(5, 7, cuts);
  fed.windows = windows;
  EXPECT_EQ(hung_delivery(fed, milliseconds(1)).steps, plan_of("2 2 1 2 | open"));
}

TEST(hung_delivery, has_the_suffix_the_empty_read_or_the_end) {
  const std::vector<std::size_t> cuts{3};
  fed_chunk fed = swept(3, 3, cuts);
  EXPECT_EQ(hung_delivery(fed, milliseconds(1)).steps, plan_of("3 b | open"));
  fed.end = sim::ending::reset;
  EXPECT_EQ(hung_delivery(fed, milliseconds(1)).steps, plan_of("3 | reset"));
  fed = swept(0, 3, {});
  fed.suffix = "X";
  EXPECT_EQ(hung_delivery(fed, milliseconds(1)).bytes, "abcX");
}

}  // namespace
}  // namespace asynchat::properties
