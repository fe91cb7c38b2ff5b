#include <asynchat/sim/event_queue.h>

#include <asynchat/sim/random.h>

#include <gtest/gtest.h>
#include <cstdint>
#include <map>
#include <utility>

namespace asynchat::sim {
namespace {

TEST(event_queue, gives_what_is_due_first) {
  event_queue<char> queue;
  queue.add(30, 'c');
  queue.add(10, 'a');
  queue.add(20, 'b');
  EXPECT_EQ(queue.next_time(), 10);
  EXPECT_EQ(queue.take(), 'a');
  EXPECT_EQ(queue.take(), 'b');
  EXPECT_EQ(queue.next_time(), 30);
  EXPECT_EQ(queue.take(), 'c');
  EXPECT_TRUE(queue.empty());
}

TEST(event_queue, keeps_the_order_of_what_is_due_together) {
  event_queue<int> queue;
  for (int i = 0; i < 100; ++i) queue.add(i % 2 == 0 ? 1000 : 999, i);
  for (int i = 1; i < 100; i += 2) EXPECT_EQ(queue.take(), i);
  for (int i = 0; i < 100; i += 2) EXPECT_EQ(queue.take(), i);
}

TEST(event_queue, takes_more_at_the_time_that_is_being_taken) {
  event_queue<int> queue;
  queue.add(5, 1);
  EXPECT_EQ(queue.take(), 1);
  queue.add(5, 2);
  queue.add(6, 3);
  EXPECT_EQ(queue.take(), 2);
  EXPECT_EQ(queue.take(), 3);
}

TEST(event_queue, keeps_the_order_of_thousands_that_are_due_now) {
  event_queue<int> queue;
  queue.add(5, -1);
  EXPECT_EQ(queue.take(), -1);
  for (int i = 0; i < 5000; ++i) queue.add(i % 100 == 99 ? 6 : 5, i);
  for (int i = 0; i < 5000; ++i) {
    if (i % 100 != 99) {
      ASSERT_EQ(queue.take(), i);
    }
  }
  for (int i = 99; i < 5000; i += 100) ASSERT_EQ(queue.take(), i);
  EXPECT_TRUE(queue.empty());
}

TEST(event_queue, looks_ahead_at_what_is_still_to_come) {
  event_queue<int> queue;
  EXPECT_EQ(queue.look_ahead(1), nullptr);
  queue.add(5, 1);
  queue.add(5, 2);
  queue.add(7, 3);
  EXPECT_EQ(queue.take(), 1);
  ASSERT_NE(queue.look_ahead(0), nullptr);
  EXPECT_EQ(*queue.look_ahead(0), 2);
  EXPECT_EQ(queue.look_ahead(9), nullptr);
}

TEST(event_queue, looking_ahead_does_not_move_it) {
  event_queue<int> queue;
  queue.add(1'000'000, 2);
  EXPECT_EQ(queue.next_time(), 1'000'000);
  queue.add(3, 1);
  EXPECT_EQ(queue.take(), 1);
}

TEST(event_queue, gives_the_order_of_a_sorted_map) {
  random_source random(7);
  event_queue<std::uint64_t> queue;
  std::map<std::pair<std::int64_t, std::uint64_t>, std::uint64_t> naive;
  std::int64_t now = 0;
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    const auto reach = static_cast<unsigned>(random.below(40));
    const auto at = now + static_cast<std::int64_t>(random.below(std::uint64_t{1} << reach));
    queue.add(at, i);
    naive.emplace(std::pair(at, i), i);
    while (naive.size() > 300 || (!naive.empty() && random.below(3) == 0)) {
      now = naive.begin()->first.first;
      ASSERT_EQ(queue.next_time(), now);
      ASSERT_EQ(queue.take(), naive.begin()->second);
      naive.erase(naive.begin());
    }
  }
  EXPECT_EQ(queue.size(), naive.size());
}

TEST(event_queue, refuses_the_past) {
  event_queue<int> queue;
  queue.add(10, 1);
  queue.take();
  EXPECT_DEATH(queue.add(9, 2), "nothing is added to the past");
}

}  // namespace
}  // namespace asynchat::sim
