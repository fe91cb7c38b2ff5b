#include <asynchat/traces/wall_clock_text.h>

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

TEST(wall_clock_ns, reads_rfc3339) {
  EXPECT_EQ(wall_clock_ns("1970-01-01T00:00:00.000000005Z"), 5u);
  EXPECT_EQ(wall_clock_ns("2000-02-29T23:59:59Z"), 951'868'799u * std::uint64_t{1'000'000'000});
  EXPECT_EQ(wall_clock_ns("2000-03-01 01:29:59.25+01:30"), 951'868'799u * std::uint64_t{1'000'000'000} + 250'000'000);
  EXPECT_EQ(wall_clock_ns("1969-12-31T23:00:00-01:00"), 0u);
}

TEST(wall_clock_ns, is_nothing_for_any_other_text) {
  for (const char* text : {"", "yesterday", "2000-02-30T00:00:00Z", "2000-02-01T24:00:00Z", "2000-02-01T00:00:00",
                           "2000-02-01T00:00:00+0100", "2000-02-01T00:00:00Zx", "2000-02-01", "1969-12-31T23:59:59Z",
                           "2401-01-01T00:00:00Z", "2000-2-01T00:00:00Z"}) {
    EXPECT_EQ(wall_clock_ns(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace asynchat::traces
