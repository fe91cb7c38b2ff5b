#include "event_order.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <vector>

namespace asynchat::traces {
namespace {

std::string answer(event_order& order, std::uint64_t conn, event_kind kind) {
  return order.refuse({.kind = kind, .conn = conn, .bytes = "x"}).value_or("may come");
}

TEST(event_order, forgets_connections_that_are_gone) {
  event_order order(2);
  for (std::uint64_t conn = 1; conn <= 10'000; ++conn) {
    ASSERT_EQ(answer(order, conn, event_kind::open), "may come");
    ASSERT_EQ(answer(order, conn, event_kind::data), "may come");
    ASSERT_EQ(answer(order, conn, event_kind::close), "may come");
  }
  EXPECT_EQ(answer(order, 5'000, event_kind::open), "expected one \"open\" of connection 5000, found a second one");
  EXPECT_EQ(answer(order, 5'000, event_kind::data),
            "connection 5000: expected nothing after its \"close\", found \"data\"");
  EXPECT_EQ(answer(order, 10'001, event_kind::data),
            "expected \"open\" as the first event of connection 10001, found \"data\"");
}

TEST(event_order, knows_the_closed_ones_in_whatever_order_they_close) {
  std::vector<std::uint64_t> numbers{1, 2, 3, 4, 5};
  do {
    event_order order(100);
    for (std::uint64_t conn = 0; conn <= 6; ++conn) answer(order, 2 * conn + 1, event_kind::open);
    for (const std::uint64_t conn : numbers) {
      answer(order, conn, event_kind::open);
      ASSERT_EQ(answer(order, conn, event_kind::close), "may come");
      ASSERT_THAT(answer(order, conn, event_kind::open), testing::HasSubstr("a second one"));
    }
    for (const std::uint64_t conn : numbers)
      ASSERT_THAT(answer(order, conn, event_kind::eof), testing::HasSubstr("close"));
    EXPECT_EQ(answer(order, 7, event_kind::data), "may come");
    EXPECT_EQ(answer(order, 6, event_kind::open), "may come");
  } while (std::next_permutation(numbers.begin(), numbers.end()));
}

TEST(event_order, counts_what_it_remembers_against_its_limit) {
  event_order order(3);
  for (const std::uint64_t conn : {1u, 3u}) {
    answer(order, conn, event_kind::open);
    answer(order, conn, event_kind::close);
  }
  EXPECT_EQ(answer(order, 5, event_kind::open), "may come");
  EXPECT_EQ(answer(order, 7, event_kind::open), "expected at most 3 connections, found one more");
}

TEST(event_order, joins_the_runs_on_both_sides_of_a_number) {
  event_order order(3);
  for (const std::uint64_t conn : {1u, 2u, 3u}) ASSERT_EQ(answer(order, conn, event_kind::open), "may come");
  for (const std::uint64_t conn : {1u, 3u, 2u}) ASSERT_EQ(answer(order, conn, event_kind::close), "may come");
  EXPECT_EQ(answer(order, 8, event_kind::open), "may come");
  EXPECT_EQ(answer(order, 9, event_kind::open), "may come");
  EXPECT_THAT(answer(order, 10, event_kind::open), testing::HasSubstr("at most 3 connections"));
}

}  // namespace
}  // namespace asynchat::traces
