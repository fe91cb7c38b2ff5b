#include "wall_clock_text.h"

#include <gtest/gtest.h>

namespace asynchat::traces {
namespace {

TEST(wall_clock_text, is_rfc3339_with_nanoseconds) {
  EXPECT_EQ(wall_clock_text(0, 0), "1970-01-01T00:00:00.000000000Z");
  EXPECT_EQ(wall_clock_text(951'868'799, 999'999'999), "2000-02-29T23:59:59.999999999Z");
  EXPECT_EQ(wall_clock_text(253'402'300'799, 5), "9999-12-31T23:59:59.000000005Z");
}

TEST(wall_clock_text, is_nothing_where_there_is_no_such_text) {
  EXPECT_EQ(wall_clock_text(-1, 0), std::nullopt);
  EXPECT_EQ(wall_clock_text(253'402'300'800, 0), std::nullopt);
  EXPECT_EQ(wall_clock_text(1, 1'000'000'000), std::nullopt);
  EXPECT_EQ(wall_clock_text(1, -1), std::nullopt);
}

}  // namespace
}  // namespace asynchat::traces
