#include <asynchat/protocols/registry.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "every_cut.h"

namespace asynchat::protocols {
namespace {

using ::testing::ElementsAre;
using namespace std::string_literals;

std::vector<std::string> frames_of(length_prefix prefix, std::string bytes, const framing_limits& limits = {}) {
  return support::expect_at_every_cut({length_spec{prefix}, side::client, std::move(bytes), {}, limits});
}

TEST(length, reads_each_form_in_its_byte_order) {
  EXPECT_THAT(frames_of(length_prefix::u8,
                        "\x02"
                        "ab"),
              ElementsAre("frame \"ab\""));
  EXPECT_THAT(frames_of(length_prefix::u16be,
                        "\0\x02"
                        "ab"s),
              ElementsAre("frame \"ab\""));
  EXPECT_THAT(frames_of(length_prefix::u16le,
                        "\x02\0"
                        "ab"s),
              ElementsAre("frame \"ab\""));
  EXPECT_THAT(frames_of(length_prefix::u32be,
                        "\0\0\0\x02"
                        "ab"s),
              ElementsAre("frame \"ab\""));
  EXPECT_THAT(frames_of(length_prefix::u32le,
                        "\x02\0\0\0"
                        "ab"s),
              ElementsAre("frame \"ab\""));
  EXPECT_THAT(frames_of(length_prefix::varint, "\x82\x01" + std::string(130, 'x')),
              ElementsAre("frame \"" + std::string(130, 'x') + "\""));
}

TEST(length, zero_is_a_frame) {
  EXPECT_THAT(frames_of(length_prefix::u8, "\0\0\x01x"s), ElementsAre("frame \"\"", "frame \"\"", "frame \"x\""));
  EXPECT_THAT(frames_of(length_prefix::varint, "\0"s), ElementsAre("frame \"\""));
}

TEST(length, counts_the_prefix_to_an_unfinished_frame) {
  EXPECT_THAT(frames_of(length_prefix::u16be, "\0"s), ElementsAre("incomplete \"\\0\""));
  EXPECT_THAT(frames_of(length_prefix::u16be,
                        "\0\x03"
                        "a"s),
              ElementsAre("incomplete \"\\0\\x03a\""));
}

TEST(length, refuses_a_frame_above_its_limit_by_the_prefix_alone) {
  EXPECT_THAT(frames_of(length_prefix::u8,
                        "\x03"
                        "abc\x04",
                        {.frame_bytes_max = 3}),
              ElementsAre("frame \"abc\"", "error \"too-long\""));
  EXPECT_THAT(frames_of(length_prefix::u32be, "\xff\xff\xff\xff"), ElementsAre("error \"too-long\""));
}

TEST(length, takes_a_padded_varint) {
  EXPECT_THAT(frames_of(length_prefix::varint, "\x81\x80\x80\0x"s), ElementsAre("frame \"x\""));
  EXPECT_THAT(frames_of(length_prefix::varint, std::string(9, '\x80') + "\0"s), ElementsAre("frame \"\""));
}

TEST(length, refuses_a_varint_of_more_than_ten_bytes_or_64_bits) {
  EXPECT_THAT(frames_of(length_prefix::varint, std::string(12, '\x80')), ElementsAre("error \"overlong\""));
  EXPECT_THAT(frames_of(length_prefix::varint, std::string(9, '\xff') + "\x02"), ElementsAre("error \"overlong\""));
  EXPECT_THAT(frames_of(length_prefix::varint, std::string(9, '\xff') + "\x01"), ElementsAre("error \"too-long\""));
}

}  // namespace
}  // namespace asynchat::protocols
