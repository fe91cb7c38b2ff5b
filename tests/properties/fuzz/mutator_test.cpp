#include <asynchat/properties/fuzz/mutator.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace asynchat::properties {
namespace {

/// The inputs of many changes in a row, each a stream of at most 32 bytes.
std::vector<fuzz_input> changed_inputs(std::uint64_t seed, int count) {
  mutator changer({.terminators = {"\r\n"}, .words = {"GET "}, .samples = {"a\r\n"}});
  sim::random_source random(seed);
  std::vector<fuzz_input> result;
  fuzz_input input = changer.generate(32, random);
  for (int i = 0; i < count; ++i) {
    if (i % 16 == 0) input = changer.generate(32, random);
    changer.mutate(input, 32, random);
    result.push_back(input);
  }
  return result;
}

TEST(mutator, makes_the_same_of_the_same_seed) {
  EXPECT_EQ(changed_inputs(7, 1000), changed_inputs(7, 1000));
  EXPECT_NE(changed_inputs(7, 1000), changed_inputs(8, 1000));
}

TEST(mutator, keeps_to_the_room_there_is) {
  for (const fuzz_input& one : changed_inputs(1, 20'000)) ASSERT_LE(one.bytes.size(), 32u);
}

TEST(mutator, cuts_inside_terminators_much_more_often_than_chance_does) {
  int inside = 0;
  int cut = 0;
  for (const fuzz_input& one : changed_inputs(2, 20'000)) {
    for (const std::size_t at : sim::cuts_of(to_plan(one))) {
      ++cut;
      inside += one.bytes.substr(at - 1, 2) == "\r\n" ? 1 : 0;
    }
  }
  EXPECT_GT(inside * 8, cut);
}

TEST(mutator, reaches_every_ending_empty_reads_short_writes_and_words) {
  std::set<sim::ending> endings;
  bool empty_read = false;
  bool short_writes = false;
  bool word = false;
  for (const fuzz_input& one : changed_inputs(3, 20'000)) {
    endings.insert(one.end);
    empty_read = empty_read || (!one.reads.empty() && one.reads.front() == 0);
    short_writes = short_writes || one.short_writes;
    word = word || one.bytes.find("GET ") != std::string::npos;
  }
  EXPECT_EQ(endings.size(), 3u);
  EXPECT_TRUE(empty_read && short_writes && word);
}

TEST(mutator, crosses_two_streams) {
  const mutator changer({.terminators = {"\r\n"}});
  sim::random_source random(4);
  bool both = false;
  for (int i = 0; i < 100; ++i) {
    fuzz_input input{.bytes = "aaaaaa"};
    changer.cross({.bytes = "bbbbbb", .reads = {1}}, input, 8, random);
    ASSERT_LE(input.bytes.size(), 8u);
    both = both || (input.bytes.starts_with("a") && input.bytes.ends_with("b"));
  }
  EXPECT_TRUE(both);
}

TEST(vocabulary, is_written_as_a_dictionary_of_plain_ascii) {
  EXPECT_EQ(to_dictionary({{"\r\n"}, {"GET ", "a\"\\", "GET "}, {std::string(65, 'x'), "ok"}}),
            "\"\\x0d\\x0a\"\n\"GET \"\n\"a\\x22\\x5c\"\n\"ok\"\n");
}

}  // namespace
}  // namespace asynchat::properties
