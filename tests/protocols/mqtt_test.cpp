#include <asynchat/protocols/registry.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "every_cut.h"

namespace asynchat::protocols {
namespace {

using ::testing::ElementsAre;
using namespace std::string_literals;
using strings = std::vector<std::string>;

strings from_client(std::string bytes, const framing_limits& limits = {}) {
  return support::expect_at_every_cut({mqtt_spec{}, side::client, std::move(bytes), {}, limits});
}

strings from_server(std::string bytes, const framing_limits& limits = {}) {
  return support::expect_at_every_cut({mqtt_spec{}, side::server, std::move(bytes), {}, limits});
}

TEST(mqtt, gives_a_packet_whole_under_the_name_of_its_type) {
  EXPECT_THAT(from_client("\x10\x03one\x30\0\xe0\0"s),
              ElementsAre("connect \"\\x10\\x03one\"", "publish \"0\\0\"", "disconnect \"\\xe0\\0\""));
}

TEST(mqtt, knows_every_packet_of_a_client) {
  EXPECT_THAT(from_client("\x40\x02!!\x50\x02!!\x62\x02!!\x70\x02!!\x82\x01!\xa2\x01!\xc0\0"s),
              ElementsAre("puback \"@\\x02!!\"", "pubrec \"P\\x02!!\"", "pubrel \"b\\x02!!\"", "pubcomp \"p\\x02!!\"",
                          "subscribe \"\\x82\\x01!\"", "unsubscribe \"\\xa2\\x01!\"", "pingreq \"\\xc0\\0\""));
}

TEST(mqtt, knows_the_packets_of_a_server) {
  EXPECT_THAT(from_server("\x20\x02\0\0\x90\x01\0\xb0\x02!!\xd0\0\x3d\0"s),
              ElementsAre("connack \" \\x02\\0\\0\"", "suback \"\\x90\\x01\\0\"", "unsuback \"\\xb0\\x02!!\"",
                          "pingresp \"\\xd0\\0\"", "publish \"=\\0\""));
}

TEST(mqtt, reads_a_length_of_several_bytes) {
  const std::string body(321, 'x');
  EXPECT_THAT(from_client("\x30\xc1\x02" + body), ElementsAre("publish \"0\\xc1\\x02" + body + "\""));
}

TEST(mqtt, takes_a_padded_length) {
  EXPECT_THAT(from_client("\x30\x81\x80\x80\0x"s), ElementsAre("publish \"0\\x81\\x80\\x80\\0x\""));
  EXPECT_THAT(from_client("\xc0\x80\0"s), ElementsAre("pingreq \"\\xc0\\x80\\0\""));
}

TEST(mqtt, reports_what_came_of_an_unfinished_packet) {
  EXPECT_THAT(from_client("\xc0\0\xc0"s), ElementsAre("pingreq \"\\xc0\\0\"", "incomplete \"\\xc0\""));
  EXPECT_THAT(from_client("\x30\x83"), ElementsAre("incomplete \"0\\x83\""));
  EXPECT_THAT(from_client("\x30\x03xy"), ElementsAre("incomplete \"0\\x03xy\""));
}

TEST(mqtt, refuses_reserved_types) {
  EXPECT_THAT(from_client("\0\0"s), ElementsAre("error \"type\""));
  EXPECT_THAT(from_server("\xf0\0"s), ElementsAre("error \"type\""));
}

TEST(mqtt, refuses_what_the_other_side_sends) {
  for (const char first : {'\x20', '\x90', '\xb0', '\xd0'}) {
    EXPECT_THAT(from_client(std::string(1, first)), ElementsAre("error \"direction\""));
  }
  for (const char first : {'\x10', '\x82', '\xa2', '\xc0', '\xe0'}) {
    EXPECT_THAT(from_server(std::string(1, first)), ElementsAre("error \"direction\""));
  }
}

TEST(mqtt, refuses_flags_that_are_not_those_of_the_type) {
  for (const char first : {'\x11', '\x48', '\x60', '\x63', '\x80', '\xa0', '\xc1', '\x36', '\x3f'}) {
    EXPECT_THAT(from_client(std::string(1, first)), ElementsAre("error \"flags\""));
  }
}

TEST(mqtt, refuses_a_length_of_five_bytes) {
  EXPECT_THAT(from_client("\x30\xff\xff\xff\xff"), ElementsAre("error \"overlong\""));
  EXPECT_THAT(from_client("\x30\xff\xff\xff\x7f"), ElementsAre("error \"too-long\""));
  EXPECT_THAT(from_client("\x30\xff\xff\xff\x7f", {.frame_bytes_max = 268435460}),
              ElementsAre("incomplete \"0\\xff\\xff\\xff\\x7f\""));
}

TEST(mqtt, refuses_another_length_than_the_type_has) {
  EXPECT_THAT(from_client("\xc0\x01x"), ElementsAre("error \"length\""));
  EXPECT_THAT(from_client("\x40\x03xyz"), ElementsAre("error \"length\""));
  EXPECT_THAT(from_server("\x20\0"s), ElementsAre("error \"length\""));
}

TEST(mqtt, limits_a_packet_by_its_length_alone) {
  EXPECT_THAT(from_client("\x30\x02xy", {.frame_bytes_max = 4}), ElementsAre("publish \"0\\x02xy\""));
  EXPECT_THAT(from_client("\x30\x03", {.frame_bytes_max = 4}), ElementsAre("error \"too-long\""));
  EXPECT_THAT(from_client("\xc0\0"s, {.frame_bytes_max = 1}), ElementsAre("error \"too-long\""));
}

}  // namespace
}  // namespace asynchat::protocols
