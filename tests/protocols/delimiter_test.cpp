#include <asynchat/protocols/registry.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "every_cut.h"

namespace asynchat::protocols {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> frames_of(const framing_spec& spec, std::string bytes, const framing_limits& limits = {}) {
  return support::expect_at_every_cut({spec, side::client, std::move(bytes), {}, limits});
}

TEST(line, ends_frames_at_lf_and_keeps_a_cr) {
  EXPECT_THAT(frames_of(line_spec{}, "a\r\n\nbc\n"), ElementsAre("frame \"a\\r\"", "frame \"\"", "frame \"bc\""));
}

TEST(line, reports_an_unfinished_line_at_the_end) {
  EXPECT_THAT(frames_of(line_spec{}, "a\nbc"), ElementsAre("frame \"a\"", "incomplete \"bc\""));
}

TEST(line, says_nothing_of_an_empty_stream) { EXPECT_THAT(frames_of(line_spec{}, ""), IsEmpty()); }

TEST(crlf, takes_neither_byte_alone_for_the_end) {
  EXPECT_THAT(frames_of(crlf_spec{}, "a\rb\nc\r\r\n\r\n"), ElementsAre("frame \"a\\rb\\nc\\r\"", "frame \"\""));
}

TEST(crlf, counts_a_cr_at_the_end_of_the_stream_to_the_unfinished_frame) {
  EXPECT_THAT(frames_of(crlf_spec{}, "a\r\nb\r"), ElementsAre("frame \"a\"", "incomplete \"b\\r\""));
}

TEST(delimiter, restarts_after_a_false_beginning) {
  EXPECT_THAT(frames_of(delimiter_spec{"aab"}, "aaabxaab"), ElementsAre("frame \"a\"", "frame \"x\""));
}

TEST(delimiter, does_not_overlap_with_the_next) {
  EXPECT_THAT(frames_of(delimiter_spec{"aa"}, "aaaaa"), ElementsAre("frame \"\"", "frame \"\"", "incomplete \"a\""));
}

TEST(delimiter, accepts_a_frame_at_its_limit) {
  EXPECT_THAT(frames_of(crlf_spec{}, "abc\r\nabc\r\n", {.frame_bytes_max = 3}),
              ElementsAre("frame \"abc\"", "frame \"abc\""));
}

TEST(delimiter, refuses_a_frame_above_its_limit_and_says_nothing_more) {
  EXPECT_THAT(frames_of(crlf_spec{}, "ab\r\nabcd\r\nab\r\n", {.frame_bytes_max = 3}),
              ElementsAre("frame \"ab\"", "error \"too-long\""));
}

TEST(delimiter, counts_held_bytes_to_the_frame_only_once_they_are_its_own) {
  EXPECT_THAT(frames_of(crlf_spec{}, "abc\r\r\n", {.frame_bytes_max = 3}), ElementsAre("error \"too-long\""));
  EXPECT_THAT(frames_of(crlf_spec{}, "ab\r\r\n", {.frame_bytes_max = 3}), ElementsAre("frame \"ab\\r\""));
  EXPECT_THAT(frames_of(delimiter_spec{"aab"}, "aaaaab", {.frame_bytes_max = 3}), ElementsAre("frame \"aaa\""));
  EXPECT_THAT(frames_of(delimiter_spec{"aab"}, "aaaaab", {.frame_bytes_max = 2}), ElementsAre("error \"too-long\""));
}

}  // namespace
}  // namespace asynchat::protocols
