#include <asynchat/sim/random.h>
#include <gmock/gmock.h>

#include <vector>

namespace asynchat::sim {
namespace {

using testing::ElementsAre;

std::vector<std::uint64_t> five_below(std::uint64_t bound) {
  random_source source(1234567);
  std::vector<std::uint64_t> numbers;
  for (int i = 0; i < 5; ++i) numbers.push_back(source.below(bound));
  return numbers;
}

TEST(random_source, is_splitmix64) {
  random_source source(1234567);
  EXPECT_EQ(source.next(), 6457827717110365317u);
  EXPECT_EQ(source.next(), 3203168211198807973u);
  EXPECT_EQ(source.next(), 9817491932198370423u);
  EXPECT_EQ(source.next(), 4593380528125082431u);
  EXPECT_EQ(source.next(), 16408922859458223821u);
}

TEST(random_source, can_be_asked_for_any_place) {
  random_source source(99);
  for (std::uint64_t place = 0; place < 100; ++place) EXPECT_EQ(source.next(), random_at(99, place));
}

TEST(random_source, is_bounded_by_the_remainder) {
  EXPECT_THAT(five_below(10), ElementsAre(7, 3, 3, 1, 1));
  EXPECT_THAT(five_below(1), ElementsAre(0, 0, 0, 0, 0));
}

TEST(random_source, skips_what_would_favour_small_numbers) {
  const std::uint64_t three_quarters = std::uint64_t{3} << 62;  // 2^64 mod it is 2^62: numbers below are skipped
  EXPECT_THAT(five_below(three_quarters),
              ElementsAre(6457827717110365317u, 9817491932198370423u, 16408922859458223821u - three_quarters,
                          testing::Lt(three_quarters), testing::Lt(three_quarters)));
}

TEST(random_source, meets_every_number_below_the_bound) {
  random_source source(5);
  std::vector<int> met(7, 0);
  for (int i = 0; i < 7000; ++i) ++met[source.below(7)];
  EXPECT_THAT(met, testing::Each(testing::AllOf(testing::Gt(900), testing::Lt(1100))));
}

TEST(derived_seed, differs_for_each_key_and_seed) {
  EXPECT_NE(derived_seed(1, 0), derived_seed(1, 1));
  EXPECT_NE(derived_seed(1, 0), derived_seed(2, 0));
  EXPECT_EQ(derived_seed(0, 0), mix64(16294208416658607535u));
}

}  // namespace
}  // namespace asynchat::sim
