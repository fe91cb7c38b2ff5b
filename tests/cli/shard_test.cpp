#include "shard.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <vector>

#include "seed_range.h"

namespace asynchat::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using variables = std::map<std::string, std::string>;

shard_choice chosen(const std::string& text, const variables& set = {}) {
  return choose_shard(text, [&set](const char* name) {
    const auto found = set.find(name);
    return found == set.end() ? nullptr : found->second.c_str();
  });
}

/// "I/N", or the sentence.
std::string automatic(const variables& set) {
  const shard_choice choice = chosen("auto", set);
  return choice.part ? to_string(*choice.part) : choice.error;
}

std::vector<std::uint64_t> seeds_of(const seed_range& seeds, const shard& part) {
  const seed_share share(seeds, part);
  std::vector<std::uint64_t> result;
  for (std::size_t i = 0; i < share.size(); ++i) result.push_back(share.seed(i));
  return result;
}

TEST(a_shard, takes_each_nth_seed_from_its_own_place_on) {
  EXPECT_THAT(seeds_of({5, 15}, {0, 4}), ElementsAre(5, 9, 13));
  EXPECT_THAT(seeds_of({5, 15}, {2, 4}), ElementsAre(7, 11, 15));
  EXPECT_THAT(seeds_of({5, 15}, {3, 4}), ElementsAre(8, 12));
  EXPECT_THAT(seeds_of({5, 6}, {3, 4}), IsEmpty());
}

TEST(a_shard, shares_no_seed_with_another_and_misses_none) {
  for (const seed_range seeds : {seed_range{0, 22}, {7, 7}, {~std::uint64_t{0} - 20, ~std::uint64_t{0}}}) {
    std::vector<std::uint64_t> all;
    for (std::uint64_t i = 0; i < 5; ++i) {
      for (const std::uint64_t seed : seeds_of(seeds, {i, 5})) all.push_back(seed);
    }
    std::sort(all.begin(), all.end());
    EXPECT_EQ(all, seeds_of(seeds, {0, 1}));
  }
}

TEST(a_shard, knows_its_seeds) {
  const seed_share share({5, 15}, {2, 4});
  for (std::uint64_t seed = 0; seed < 30; ++seed)
    EXPECT_EQ(share.contains(seed), seed == 7 || seed == 11 || seed == 15);
}

TEST(a_shard, is_given_as_a_share_of_all) {
  EXPECT_EQ(chosen("3/10").part, (shard{3, 10}));
  EXPECT_EQ(chosen("10/10").error, "expected a shard from 0 to 9, for they count from 0, not 10 of 10 (10/10)");
  EXPECT_THAT(chosen("0/0").error, HasSubstr("expected 1 to 1000000 shards, not 0"));
  for (const std::string text :
       {"", "3", "/", "3/", "/4", "-1/4", "a/4", "0x1/4", "1/4/", "1 /4", "99999999999999999999/4"}) {
    EXPECT_THAT(chosen(text).error, HasSubstr("expected I/N, such as 0/4, or auto, not ")) << text;
  }
}

TEST(auto_shard, is_that_of_the_engine_that_started_the_process) {
  EXPECT_EQ(automatic({{"SLURM_ARRAY_TASK_ID", "3"}, {"SLURM_ARRAY_TASK_COUNT", "10"}, {"SLURM_ARRAY_TASK_MIN", "0"}}),
            "3/10");
  EXPECT_EQ(automatic({{"JOB_COMPLETION_INDEX", "0"}, {"JOB_COMPLETION_COUNT", "4"}}), "0/4");
  EXPECT_EQ(automatic({{"GTEST_SHARD_INDEX", "1"}, {"GTEST_TOTAL_SHARDS", "2"}}), "1/2");
  EXPECT_EQ(automatic({{"PARALLEL_SEQ", "4"}, {"ASYNCHAT_SHARDS", "4"}}), "3/4");
}

TEST(auto_shard, counts_from_0_where_a_job_array_does_not) {
  variables array{{"SLURM_ARRAY_TASK_COUNT", "5"}, {"SLURM_ARRAY_TASK_MIN", "1"}, {"SLURM_ARRAY_TASK_ID", "1"}};
  EXPECT_EQ(automatic(array), "0/5");
  array["SLURM_ARRAY_TASK_ID"] = "5";
  EXPECT_EQ(automatic(array), "4/5");
  array["SLURM_ARRAY_TASK_STEP"] = "2";
  EXPECT_EQ(automatic(array), "2/5");
  array["SLURM_ARRAY_TASK_ID"] = "4";
  EXPECT_THAT(automatic(array), HasSubstr("SLURM_ARRAY_TASK_ID=4 is none of the indexes"));
}

TEST(auto_shard, is_the_same_when_an_array_runs_only_one_of_the_shards_again) {
  EXPECT_EQ(automatic({{"SLURM_ARRAY_TASK_ID", "3"},
                       {"SLURM_ARRAY_TASK_COUNT", "1"},
                       {"SLURM_ARRAY_TASK_MIN", "3"},
                       {"SLURM_ARRAY_TASK_STEP", "1"},
                       {"ASYNCHAT_SHARDS", "10"}}),
            "3/10");
}

TEST(auto_shard, is_one_sentence_where_the_environment_does_not_say_it) {
  EXPECT_EQ(automatic({}),
            "auto finds no shard: none of SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX, GTEST_SHARD_INDEX, PARALLEL_SEQ "
            "is set");
  EXPECT_EQ(automatic({{"ASYNCHAT_SHARDS", "4"}}), automatic({}));
  EXPECT_EQ(automatic({{"PARALLEL_SEQ", "1"}}),
            "PARALLEL_SEQ is set, but not how many shards there are; set ASYNCHAT_SHARDS");
  EXPECT_EQ(automatic({{"JOB_COMPLETION_INDEX", "1"}}),
            "JOB_COMPLETION_INDEX is set, but not how many shards there are; set JOB_COMPLETION_COUNT or "
            "ASYNCHAT_SHARDS");
  EXPECT_EQ(automatic({{"GTEST_SHARD_INDEX", "x"}, {"GTEST_TOTAL_SHARDS", "2"}}),
            "expected a whole number in GTEST_SHARD_INDEX, not \"x\"");
  EXPECT_EQ(automatic({{"GTEST_SHARD_INDEX", "2"}, {"GTEST_TOTAL_SHARDS", "2"}}),
            "expected a shard from 0 to 1, for they count from 0, not 2 of 2 (GTEST_SHARD_INDEX=2)");
  EXPECT_THAT(automatic({{"PARALLEL_SEQ", "0"}, {"ASYNCHAT_SHARDS", "2"}}), HasSubstr("PARALLEL_SEQ=0 is none of"));
}

TEST(auto_shard, is_refused_where_two_say_different_things) {
  EXPECT_EQ(automatic({{"SLURM_ARRAY_TASK_ID", "11"}, {"SLURM_ARRAY_TASK_COUNT", "12"}, {"ASYNCHAT_SHARDS", "10"}}),
            "ASYNCHAT_SHARDS says 10 shards and SLURM_ARRAY_TASK_COUNT says 12");
  variables two{{"GTEST_SHARD_INDEX", "1"},
                {"GTEST_TOTAL_SHARDS", "2"},
                {"JOB_COMPLETION_INDEX", "0"},
                {"JOB_COMPLETION_COUNT", "2"}};
  EXPECT_EQ(automatic(two),
            "Kubernetes says shard 0/2 and GoogleTest says 1/2: which of them is meant has to be given as I/N");
  two["JOB_COMPLETION_INDEX"] = "1";
  EXPECT_EQ(automatic(two), "1/2");
}

TEST(seeds, are_a_range_or_one) {
  EXPECT_EQ(to_seed_range("0..500").count(), 501u);
  EXPECT_EQ(to_seed_range("7"), (seed_range{7, 7}));
  EXPECT_EQ(to_string(seed_range{7, 7}), "7");
  EXPECT_EQ(to_string(seed_range{7, 9}), "7..9");
  EXPECT_EQ(to_seed_range("18446744073709551615").count(), 1u);
}

TEST(seeds, are_refused_in_one_sentence) {
  EXPECT_EQ(not_a_seed_range("9..3"), "expected seeds A..B with A no higher than B, not 9..3");
  EXPECT_EQ(not_a_seed_range("0..1000000000000"), "expected at most 1000000000000 seeds, not 0..1000000000000");
  EXPECT_THAT(not_a_seed_range("0..18446744073709551615"), HasSubstr("expected at most"));
  for (const std::string text : {"", "..", "1..", "..2", "-1..2", "1...2", "1..2..3", "a", "0..18446744073709551616"}) {
    EXPECT_EQ(not_a_seed_range(text), "expected seeds as A..B or N, whole numbers of 64 bits, not " + text);
  }
}

}  // namespace
}  // namespace asynchat::cli
