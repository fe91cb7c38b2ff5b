#include <asynchat/engine/producer.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <vector>

namespace asynchat {
namespace {

std::vector<std::string> all_of(producer& source) {
  std::vector<std::string> blocks;
  for (std::string block = source.more(); !block.empty(); block = source.more()) blocks.push_back(block);
  return blocks;
}

TEST(simple_producer, yields_blocks_of_its_size_and_then_the_rest) {
  simple_producer source("abcdefg", 3);
  EXPECT_EQ(all_of(source), (std::vector<std::string>{"abc", "def", "g"}));
}

TEST(simple_producer, has_no_extra_block_where_the_size_divides_the_data) {
  simple_producer source("abcdef", 3);
  EXPECT_EQ(all_of(source), (std::vector<std::string>{"abc", "def"}));
}

TEST(simple_producer, yields_512_bytes_at_a_time_unless_told) {
  simple_producer source(std::string(1000, 'x'));
  EXPECT_EQ(source.more().size(), 512u);
  EXPECT_EQ(source.more().size(), 488u);
}

TEST(simple_producer, stays_empty_once_it_is) {
  simple_producer source("");
  EXPECT_EQ(source.more(), "");
  EXPECT_EQ(source.more(), "");
}

TEST(simple_producer_death_test, of_blocks_without_size_is_a_mistake) {
  EXPECT_DEATH(simple_producer("a", 0), "at least 1 byte");
}

RC_GTEST_PROP(simple_producer, loses_nothing, (const std::string& data)) {
  const auto size = *rc::gen::inRange<std::size_t>(1, 20);
  simple_producer source(data, size);
  std::string joined;
  for (const std::string& block : all_of(source)) joined += block;
  RC_ASSERT(joined == data);
}

}  // namespace
}  // namespace asynchat
