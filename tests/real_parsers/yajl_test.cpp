#include "parsers/yajl.h"

#include <gtest/gtest.h>

#include "documents.h"
#include "real_check.h"

namespace asynchat::real_parsers {
namespace {

using examples::yajl_values;

template <yajl_option... Options>
struct yajl_with : yajl_values {
  yajl_with() { (yajl_config(parser(), Options, 1), ...); }
};

std::string json_with_comments(std::uint64_t seed) {
  std::string text = json_values(seed);
  for (std::size_t at = text.find_first_of(",:\n"); at != std::string::npos; at = text.find_first_of(",:\n", at)) {
    const std::string comment = seed % 2 == 0 ? "/* a * b / c **/" : "// a // b\n";
    text.insert(at, comment);
    at += comment.size() + 1;
  }
  return text;
}

std::string right_or_damaged(std::uint64_t seed) {
  return seed % 2 == 0 ? json_values(seed) : damaged(json_values(seed), seed);
}

TEST(yajl, is_never_accused) {
  expect_never_accused<yajl_values>(right_or_damaged);
  expect_never_accused<yajl_with<yajl_allow_comments>>(json_with_comments);
  expect_never_accused<yajl_with<yajl_dont_validate_strings, yajl_allow_partial_values>>(right_or_damaged);
}

TEST(yajl, tells_values_alike_however_they_are_cut) {
  EXPECT_EQ(accusation_of<yajl_values>(document("values.json")), "");
}

TEST(yajl, refuses_alike_what_is_wrong) {
  for (const std::string_view wrong : {"[1-2]",
                                       "-3I",
                                       "01",
                                       "1.",
                                       "1e",
                                       "-",
                                       "+1",
                                       "tru",
                                       "nul ",
                                       "[1,]",
                                       "{\"a\":}",
                                       "{\"a\" 1}",
                                       "\"\\ud83dx\"",
                                       "\"\\ude00\"",
                                       "\"\xc3(\"",
                                       "\"\xf0\x9f\x98\"",
                                       "\"\xed\xa0\x80\"",
                                       "\"\\u12g4\"",
                                       "\"\\q\"",
                                       "\"\n\"",
                                       "[1",
                                       "]",
                                       "/* x */",
                                       "1 / 2",
                                       "[[[[\"a",
                                       "99999999999999999999 "}) {
    EXPECT_EQ(accusation_of<yajl_values>(wrong), "") << wrong;
    EXPECT_EQ(accusation_of<yajl_with<yajl_allow_comments>>(wrong), "") << wrong;
  }
}

}  // namespace
}  // namespace asynchat::real_parsers
