#include "replay/reply_comparison.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace asynchat::cli {
namespace {

const line_mask dates({"^Date: .*", "id=[0-9]+"});

/// Both in pieces of that size, in turn, with or without masks; then the end.
std::optional<parting> compared(std::string_view recorded, std::string_view come, std::size_t piece,
                                const line_mask* masks = nullptr) {
  reply_comparison both(masks);
  for (std::size_t i = 0; i < std::max(recorded.size(), come.size()); i += piece) {
    if (i < recorded.size()) both.expect(recorded.substr(i, piece));
    if (i < come.size()) both.came(come.substr(i, piece));
  }
  both.finish();
  return both.found();
}

TEST(reply_comparison, finds_the_first_byte_that_differs_however_both_are_cut) {
  for (std::size_t piece = 1; piece < 12; ++piece) {
    const auto found = compared("one two three", "one two tree", piece);
    ASSERT_TRUE(found) << piece;
    EXPECT_EQ(found->offset, 9u) << piece;
    EXPECT_EQ(found->before, "one two t") << piece;
    EXPECT_TRUE(found->recorded.starts_with('h') && found->came.starts_with('r')) << piece;
    EXPECT_FALSE(compared("one two three", "one two three", piece)) << piece;
  }
}

TEST(reply_comparison, takes_a_missing_end_and_a_further_one_for_differences) {
  const auto shorter = compared("abc", "ab", 1);
  const auto longer = compared("ab", "abc", 1);
  ASSERT_TRUE(shorter && longer);
  EXPECT_EQ(shorter->offset, 2u);
  EXPECT_EQ(shorter->recorded, "c");
  EXPECT_EQ(shorter->came, "");
  EXPECT_EQ(longer->offset, 2u);
  EXPECT_EQ(longer->recorded, "");
  EXPECT_EQ(longer->came, "c");
}

TEST(reply_comparison, leaves_out_what_is_masked_though_its_length_differs) {
  const std::string recorded = "200 OK\r\nDate: Mon, 1\r\nid=1 ok\r\nbody";
  const std::string again = "200 OK\r\nDate: Tuesday, 22\r\nid=1234567 ok\r\nbody";
  for (std::size_t piece = 1; piece < 40; ++piece) EXPECT_FALSE(compared(recorded, again, piece, &dates)) << piece;
  const auto found = compared(recorded + "x\n", again + "y\n", 3, &dates);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->recorded, "x\n");
  EXPECT_EQ(found->came, "y\n");
}

TEST(reply_comparison, compares_the_start_of_a_line_where_the_recording_stops) {
  const auto stopped = [](std::string_view recorded, std::string_view come) {
    reply_comparison both(&dates);
    both.expect(recorded);
    both.came(come);
    both.stop();
    return both.found().has_value();
  };
  EXPECT_TRUE(stopped("{\"balance\":100}", "{\"balance\":999}"));
  EXPECT_FALSE(stopped("{\"balance\":100}", "{\"balance\":100}, and more"));
  EXPECT_FALSE(stopped("id=12 and", "id=34567 and so on\r\n"));
  EXPECT_FALSE(stopped("Date: Mon", "Date: Tuesday\r\n"));
}

TEST(reply_comparison, knows_when_as_much_has_come_as_was_recorded) {
  reply_comparison plain(nullptr);
  EXPECT_TRUE(plain.all_came());
  plain.expect("abc");
  plain.came("ab");
  EXPECT_FALSE(plain.all_came());
  plain.came("cd");
  EXPECT_TRUE(plain.all_came());
  EXPECT_TRUE(plain.goes_beyond());

  reply_comparison masked(&dates);
  masked.expect("a\r\nid=123");
  masked.came("a\r\nid");
  EXPECT_FALSE(masked.all_came());
  masked.came("=9");
  EXPECT_TRUE(masked.all_came());
}

TEST(reply_comparison, keeps_a_line_without_an_end_within_bounds) {
  const std::string line(200'000, 'x');
  reply_comparison masked(&dates);
  masked.expect(line);
  masked.came(line + 'y');
  EXPECT_LT(masked.ahead(), std::size_t{64} << 10);
  EXPECT_FALSE(masked.found());
}

}  // namespace
}  // namespace asynchat::cli
