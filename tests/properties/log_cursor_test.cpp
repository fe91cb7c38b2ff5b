#include "log_cursor.h"

#include <gtest/gtest.h>

namespace asynchat::properties {
namespace {

events log_of(std::initializer_list<event> list) {
  events log;
  for (const event& one : list) log.add(one.name, one.bytes);
  return log;
}

const events expected = log_of({{"head", "h", {}}, {"data", "abcd", {}}, {"end", "", {}}});

TEST(log_cursor, follows_a_payload_in_pieces) {
  log_cursor cursor(expected);
  EXPECT_TRUE(cursor.follow(log_of({{"head", "h", {}}, {"data", "a", {}}})));
  EXPECT_TRUE(cursor.follow(log_of({{"data", "bcd", {}}})));
  EXPECT_FALSE(cursor.at_end());
  EXPECT_TRUE(cursor.follow(log_of({{"end", "", {}}})));
  EXPECT_TRUE(cursor.at_end());
}

TEST(log_cursor, refuses_a_payload_that_ends_early) {
  log_cursor cursor(expected);
  EXPECT_FALSE(cursor.follow(log_of({{"head", "h", {}}, {"data", "abc", {}}, {"end", "", {}}})));
}

TEST(log_cursor, refuses_a_payload_that_goes_on_too_long) {
  log_cursor cursor(expected, {1, 3});
  EXPECT_FALSE(cursor.follow(log_of({{"data", "de", {}}})));
}

TEST(log_cursor, refuses_events_after_the_end) {
  log_cursor cursor(expected, {3, 0});
  EXPECT_TRUE(cursor.at_end());
  EXPECT_FALSE(cursor.follow(log_of({{"end", "", {}}})));
}

TEST(log_cursor, goes_on_from_a_mark) {
  log_cursor cursor(expected);
  EXPECT_TRUE(cursor.follow(expected, {1, 2}));
  EXPECT_EQ(cursor.mark(), (log_mark{1, 2}));
  EXPECT_TRUE(log_cursor(expected, cursor.mark()).follow(log_of({{"data", "cd", {}}, {"end", "", {}}})));
}

TEST(log_cursor, ends_with_a_payload_that_is_complete) {
  const events only_data = log_of({{"data", "ab", {}}});
  log_cursor cursor(only_data);
  EXPECT_TRUE(cursor.follow(log_of({{"data", "a", {}}})));
  EXPECT_FALSE(cursor.at_end());
  EXPECT_TRUE(cursor.follow(log_of({{"data", "b", {}}})));
  EXPECT_TRUE(cursor.at_end());
}

}  // namespace
}  // namespace asynchat::properties
