#include <asynchat/engine/loop.h>
#include <asynchat/sockets/network.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <thread>
#include <vector>

#include "vocabulary.h"

namespace asynchat::sockets {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(a_wake, ends_the_next_wait) {
  network world;
  world.wake();
  std::vector<ready_event> ready;
  world.wait(std::nullopt, ready);
  EXPECT_THAT(ready, IsEmpty());
}

TEST(a_wake, ends_the_wait_of_another_thread) {
  network world;
  std::thread other([&] { world.wake(); });
  std::vector<ready_event> ready;
  world.wait(std::nullopt, ready);
  other.join();
  EXPECT_THAT(ready, IsEmpty());
}

TEST(a_wake, takes_no_news_away) {
  network world;
  const auto [mine, theirs] = socketpair(world);
  mine->watch(channel, readiness::read);
  theirs->send("x");
  world.wake();
  world.wake();
  EXPECT_THAT(next_news(world), ElementsAre(event(channel, readiness::read)));
}

TEST(calls_from_other_threads, are_all_made_and_those_of_one_thread_in_order) {
  constexpr int threads = 4;
  constexpr int calls = 500;
  network world;
  loop channels(world);
  std::vector<std::vector<int>> heard(threads);
  std::vector<std::thread> others;
  for (std::size_t number = 0; number < threads; ++number) {
    others.emplace_back([&channels, &mine = heard[number]] {
      for (int i = 0; i < calls; ++i) channels.call_soon_threadsafe([&mine, i] { mine.push_back(i); });
    });
  }
  std::size_t made = 0;
  while (made < std::size_t{threads} * calls) {
    channels.poll(std::nullopt);
    made = 0;
    for (const auto& one : heard) made += one.size();
  }
  for (std::thread& other : others) other.join();
  for (const auto& one : heard) EXPECT_TRUE(std::is_sorted(one.begin(), one.end()));
}

}  // namespace

}  // namespace asynchat::sockets
