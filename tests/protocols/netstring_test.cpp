#include <asynchat/protocols/registry.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "every_cut.h"

namespace asynchat::protocols {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> frames_of(std::string bytes, const framing_limits& limits = {}) {
  return support::expect_at_every_cut({netstring_spec{}, side::client, std::move(bytes), {}, limits});
}

TEST(netstring, gives_the_string_between_its_length_and_its_comma) {
  EXPECT_THAT(frames_of("5:hello,12:hello world!,"), ElementsAre("frame \"hello\"", "frame \"hello world!\""));
}

TEST(netstring, takes_an_empty_string) { EXPECT_THAT(frames_of("0:,0:,"), ElementsAre("frame \"\"", "frame \"\"")); }

TEST(netstring, does_not_look_into_the_string) {
  EXPECT_THAT(frames_of("9:3:a,b,\r\n:,"), ElementsAre("frame \"3:a,b,\\r\\n:\""));
}

TEST(netstring, reports_what_came_of_an_unfinished_one) {
  EXPECT_THAT(frames_of("1:x,1"), ElementsAre("frame \"x\"", "incomplete \"1\""));
  EXPECT_THAT(frames_of("3:"), ElementsAre("incomplete \"3:\""));
  EXPECT_THAT(frames_of("3:abc"), ElementsAre("incomplete \"3:abc\""));
  EXPECT_THAT(frames_of("0:"), ElementsAre("incomplete \"0:\""));
}

TEST(netstring, refuses_a_length_that_is_not_written_to_the_letter) {
  EXPECT_THAT(frames_of(":,"), ElementsAre("error \"length\""));
  EXPECT_THAT(frames_of("01:x,"), ElementsAre("error \"length\""));
  EXPECT_THAT(frames_of("00:,"), ElementsAre("error \"length\""));
  EXPECT_THAT(frames_of("1x:a,"), ElementsAre("error \"length\""));
  EXPECT_THAT(frames_of("-1:,"), ElementsAre("error \"length\""));
  EXPECT_THAT(frames_of(" 1:x,"), ElementsAre("error \"length\""));
  EXPECT_THAT(frames_of("1:x,\n"), ElementsAre("frame \"x\"", "error \"length\""));
}

TEST(netstring, refuses_a_string_without_its_comma) {
  EXPECT_THAT(frames_of("2:abc,"), ElementsAre("error \"comma\""));
  EXPECT_THAT(frames_of("0:x"), ElementsAre("error \"comma\""));
}

TEST(netstring, limits_the_string_without_waiting_for_it) {
  EXPECT_THAT(frames_of("12:abcdefghijkl,", {.frame_bytes_max = 12}), ElementsAre("frame \"abcdefghijkl\""));
  EXPECT_THAT(frames_of("13", {.frame_bytes_max = 12}), ElementsAre("error \"too-long\""));
  EXPECT_THAT(frames_of("2:ab,", {.frame_bytes_max = 1}), ElementsAre("error \"too-long\""));
  EXPECT_THAT(frames_of("0:,1", {.frame_bytes_max = 0}), ElementsAre("frame \"\"", "error \"too-long\""));
  EXPECT_THAT(frames_of(std::string(40, '9')), ElementsAre("error \"too-long\""));
}

TEST(netstring, does_not_let_the_comma_overflow_a_length_without_limit) {
  const framing_limits none{.frame_bytes_max = 18446744073709551615u};
  EXPECT_THAT(frames_of("18446744073709551614:", none), ElementsAre("incomplete \"18446744073709551614:\""));
  EXPECT_THAT(frames_of("18446744073709551615:", none), ElementsAre("error \"too-long\""));
  EXPECT_THAT(frames_of("99999999999999999999:", none), ElementsAre("error \"too-long\""));
}

}  // namespace
}  // namespace asynchat::protocols
