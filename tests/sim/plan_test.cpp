#include <asynchat/sim/plan.h>
#include <gmock/gmock.h>

namespace asynchat::sim {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

plan cut(std::size_t bytes, std::vector<std::size_t> cuts) { return cut_at(bytes, cuts); }

TEST(plan, delivers_the_sum_of_its_deliver_steps) {
  EXPECT_EQ(delivered({{deliver{3}, block{}, deliver{4}, wait{milliseconds(1)}}}), 7u);
  EXPECT_EQ(delivered({}), 0u);
}

TEST(plan, cut_at_nothing_is_one_delivery) { EXPECT_EQ(cut(5, {}), (plan{{deliver{5}}})); }

TEST(plan, cut_at_offsets_delivers_what_lies_between_them) {
  EXPECT_EQ(cut(5, {1, 3}), (plan{{deliver{1}, deliver{2}, deliver{2}}}));
}

TEST(plan, cuts_outside_the_stream_and_repeated_ones_are_none) {
  EXPECT_EQ(cut(5, {0, 2, 2, 5, 9}), (plan{{deliver{2}, deliver{3}}}));
}

TEST(plan, of_no_bytes_has_no_steps) { EXPECT_THAT(cut(0, {0, 1}).recv, IsEmpty()); }

TEST(plan, tells_its_cuts) { EXPECT_THAT(cuts_of(cut(9, {1, 3, 8})), ElementsAre(1, 3, 8)); }

TEST(plan, an_empty_read_or_delivery_is_no_cut) {
  EXPECT_THAT(cuts_of({{block{}, deliver{0}, deliver{2}, deliver{0}, block{}, deliver{1}, block{}}}), ElementsAre(2));
}

}  // namespace
}  // namespace asynchat::sim
