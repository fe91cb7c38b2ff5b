#include <asynchat/engine/fifo.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <deque>
#include <functional>
#include <memory>
#include <string>

namespace asynchat {
namespace {

TEST(fifo, is_empty_until_something_is_pushed) {
  fifo<int> queue;
  EXPECT_TRUE(queue.is_empty());
  queue.push(7);
  EXPECT_FALSE(queue.is_empty());
  EXPECT_EQ(queue.first(), 7);
  EXPECT_EQ(queue.size(), 1u);
}

TEST(fifo, pops_what_was_pushed_the_longest_ago) {
  fifo<std::string> queue;
  queue.push("a");
  queue.push("b");
  EXPECT_EQ(queue.pop(), (std::pair<bool, std::optional<std::string>>{true, "a"}));
  EXPECT_EQ(queue.first(), "b");
}

TEST(fifo, that_is_empty_pops_nothing) {
  EXPECT_EQ(fifo<int>().pop(), (std::pair<bool, std::optional<int>>{false, std::nullopt}));
}

TEST(fifo, begins_with_a_list_in_its_order) {
  fifo<int> queue{1, 2, 3};
  EXPECT_EQ(queue.size(), 3u);
  EXPECT_EQ(queue.pop().second, 1);
}

TEST(fifo_death_test, first_of_an_empty_one_is_a_mistake) { EXPECT_DEATH(fifo<int>().first(), "empty fifo"); }

TEST(fifo, is_whole_while_a_cleared_item_runs_its_destructor) {
  using guard = std::shared_ptr<void>;
  fifo<guard> queue;
  const auto item_that_pushes = [&queue] {
    return guard(nullptr, [&queue](void*) {
      EXPECT_TRUE(queue.is_empty());
      queue.push(nullptr);
      EXPECT_EQ(queue.first(), nullptr);
      queue.pop();
    });
  };
  for (int i = 0; i < 5; ++i) queue.push(nullptr);
  queue.push(item_that_pushes());
  queue.pop();
  queue.pop();
  queue.clear();
  EXPECT_TRUE(queue.is_empty());
}

RC_GTEST_PROP(fifo, behaves_as_a_deque, (const std::vector<int>& moves)) {
  fifo<int> queue;
  std::deque<int> twin;
  for (const int move : moves) {
    if (move % 3 != 0) {
      queue.push(move);
      twin.push_back(move);
    } else {
      const auto [any, item] = queue.pop();
      RC_ASSERT(any == !twin.empty());
      if (!any) continue;
      RC_ASSERT(*item == twin.front());
      twin.pop_front();
    }
    RC_ASSERT(queue.size() == twin.size());
    if (!twin.empty()) RC_ASSERT(queue.first() == twin.front());
  }
}

}  // namespace
}  // namespace asynchat
