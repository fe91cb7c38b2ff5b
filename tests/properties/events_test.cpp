#include <asynchat/properties/events.h>
#include <gmock/gmock.h>

#include <sstream>

namespace asynchat::properties {
namespace {

using testing::ElementsAre;

TEST(events, merge_adjacent_data) {
  events log;
  log.add("data", "ab");
  log.add("data", "c");
  log.add("end");
  log.add("data", "d");
  EXPECT_THAT(log.list(), ElementsAre(event{"data", "abc", {}}, event{"end", "", {}}, event{"data", "d", {}}));
}

TEST(events, keep_data_with_numbers_apart) {
  events log;
  log.add("data", "a", {1});
  log.add("data", "b", {2});
  EXPECT_EQ(log.size(), 2u);
}

TEST(events, keep_other_events_of_one_name_apart) {
  events log;
  log.add("line", "a");
  log.add("line", "a");
  EXPECT_EQ(log.size(), 2u);
}

TEST(events, follow_a_log_instead_of_being_kept) {
  events expected;
  expected.add("line", "a");
  expected.add("data", "bcd");
  expected.add("end");
  events log;
  log.follow(expected, {1, 1});
  log.add("data", "c");
  EXPECT_EQ(log.followed(), (log_mark{1, 2}));
  log.add("data", "d");
  log.add("end");
  EXPECT_EQ(log.followed(), (log_mark{3, 0}));
  EXPECT_TRUE(log.empty());
  log.add("more");
  EXPECT_EQ(log.followed(), std::nullopt);
  log.clear();
  log.add("more");
  EXPECT_EQ(log.size(), 1u);
}

TEST(events, do_not_come_back_to_a_log_that_they_have_left) {
  events expected;
  expected.add("line", "a");
  events log;
  log.follow(expected, {});
  log.add("line", "b");
  log.add("line", "a");
  EXPECT_EQ(log.followed(), std::nullopt);
}

TEST(events, are_written_with_escapes) {
  events log;
  log.add("line", std::string_view("a\r\n\0\x7f\"", 6));
  log.add("length", "", {3, -1});
  std::ostringstream text;
  text << log;
  EXPECT_EQ(text.str(), "line \"a\\r\\n\\0\\x7f\\\"\"\nlength 3 -1\n");
}

}  // namespace
}  // namespace asynchat::properties
