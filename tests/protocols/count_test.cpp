#include <asynchat/protocols/registry.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "every_cut.h"

namespace asynchat::protocols {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> frames_of(std::uint64_t count, std::string bytes, const framing_limits& limits = {}) {
  return support::expect_at_every_cut({count_spec{count}, side::client, std::move(bytes), {}, limits});
}

TEST(count, gives_frames_of_exactly_that_size) {
  EXPECT_THAT(frames_of(3, "abcdefgh"), ElementsAre("frame \"abc\"", "frame \"def\"", "incomplete \"gh\""));
}

TEST(count, can_be_one_byte) { EXPECT_THAT(frames_of(1, "a\n"), ElementsAre("frame \"a\"", "frame \"\\n\"")); }

TEST(count, can_be_more_than_any_stream_has) {
  EXPECT_THAT(frames_of(UINT64_MAX, "abc"), ElementsAre("incomplete \"abc\""));
}

TEST(count, above_the_limit_fails_once_the_limit_is_passed) {
  EXPECT_THAT(frames_of(5, "abcd", {.frame_bytes_max = 4}), ElementsAre("incomplete \"abcd\""));
  EXPECT_THAT(frames_of(5, "abcdefghijkl", {.frame_bytes_max = 4}), ElementsAre("error \"too-long\""));
  EXPECT_THAT(frames_of(4, "abcd", {.frame_bytes_max = 4}), ElementsAre("frame \"abcd\""));
}

}  // namespace
}  // namespace asynchat::protocols
