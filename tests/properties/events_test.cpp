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
