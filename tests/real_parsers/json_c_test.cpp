#include "parsers/json_c.h"

#include <gtest/gtest.h>

#include "documents.h"
#include "real_check.h"

namespace asynchat::real_parsers {
namespace {

using examples::json_c_values;
using lax = json_c_values<0>;
using strict = json_c_values<JSON_TOKENER_STRICT | JSON_TOKENER_ALLOW_TRAILING_CHARS>;

TEST(json_c, is_never_accused_of_values_that_are_right) {
  expect_never_accused<lax>(json_values);
  expect_never_accused<strict>(json_values);
}

TEST(json_c, tells_values_alike_however_they_are_cut) {
  EXPECT_EQ(accusation_of<lax>(document("values.json")), "");
  EXPECT_EQ(accusation_of<strict>(document("values.json")), "");
}

TEST(json_c, joins_surrogates_that_come_apart) {
  EXPECT_EQ(accusation_of<lax>("\"\\ud83d\\ude00\" \"\\ud83d\\ud83d\\ude00\" \"\\ud83dx\" \"\\ude00\" \"\\ud83d\""),
            "");
}

TEST(json_c, takes_its_extensions_alike_however_they_are_cut) {
  EXPECT_EQ(accusation_of<lax>("[NaN, -Infinity, Infinity, /* a * b */ 'single', 1.5e+2, // to the end\n null] "), "");
}

TEST(json_c, forgets_at_a_cut_that_a_minus_may_no_longer_come) {
  expect_differs_still<lax>("json_c-minus");
  expect_differs_still<strict>("json_c-minus-in-array");
  expect_differs_still<lax>("json_c-infinity");
}

TEST(json_c, loses_a_value_to_the_slash_behind_it_in_the_same_read) { expect_differs_still<lax>("json_c-slash"); }

TEST(json_c, refuses_a_character_that_is_cut_where_it_validates_utf8) {
  expect_differs_still<json_c_values<JSON_TOKENER_VALIDATE_UTF8>>("json_c-utf8");
}

TEST(json_c, sees_trailing_characters_only_in_the_read_of_the_value) {
  expect_differs_still<json_c_values<JSON_TOKENER_STRICT>>("json_c-trailing");
}

}  // namespace
}  // namespace asynchat::real_parsers
