#include <asynchat/protocols/registry.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "every_cut.h"

namespace asynchat::protocols {
namespace {

using ::testing::ElementsAre;
using strings = std::vector<std::string>;

strings commands(std::string bytes, const framing_limits& limits = {}) {
  return support::expect_at_every_cut({memcache_spec{}, side::client, std::move(bytes), {}, limits});
}

strings replies(std::string bytes, const framing_limits& limits = {}) {
  return support::expect_at_every_cut({memcache_spec{}, side::server, std::move(bytes), {}, limits});
}

TEST(memcache, gives_a_command_and_its_block) {
  EXPECT_THAT(commands("get a b\r\nset a 0 -1 4 noreply\r\n\r\n\r\n\r\nquit\r\n"),
              ElementsAre("command \"get a b\"", "command \"set a 0 -1 4 noreply\"", "block \"\\r\\n\\r\\n\"",
                          "command \"quit\""));
  EXPECT_THAT(commands("cas a 1 2 0 18446744073709551615\r\n\r\n"),
              ElementsAre("command \"cas a 1 2 0 18446744073709551615\"", "block \"\""));
  EXPECT_THAT(commands("\r\nms k 2 T0 q\r\nhi\r\nmg k v\r\n"),
              ElementsAre("command \"\"", "command \"ms k 2 T0 q\"", "block \"hi\"", "command \"mg k v\""));
}

TEST(memcache, knows_every_command_with_a_block) {
  for (const std::string name : {"set", "add", "replace", "append", "prepend"}) {
    EXPECT_THAT(commands(name + " a 0 0 1\r\nx\r\n"), ElementsAre("command \"" + name + " a 0 0 1\"", "block \"x\""));
  }
}

TEST(memcache, gives_a_reply_and_its_block) {
  EXPECT_THAT(replies("VALUE a 0 2\r\nhi\r\nVALUE b 4294967295 5 9\r\nEND\r\n\r\nEND\r\n"),
              ElementsAre("reply \"VALUE a 0 2\"", "block \"hi\"", "reply \"VALUE b 4294967295 5 9\"",
                          "block \"END\\r\\n\"", "reply \"END\""));
  EXPECT_THAT(replies("VA 1 c3\r\nx\r\nHD\r\nSERVER_ERROR out of memory\r\n"),
              ElementsAre("reply \"VA 1 c3\"", "block \"x\"", "reply \"HD\"", "reply \"SERVER_ERROR out of memory\""));
}

TEST(memcache, reads_the_blocks_of_one_side_alone) {
  EXPECT_THAT(commands("VALUE a 0 1\r\nVA 1\r\n"), ElementsAre("command \"VALUE a 0 1\"", "command \"VA 1\""));
  EXPECT_THAT(replies("set a 0 0 1\r\nms a 1\r\n"), ElementsAre("reply \"set a 0 0 1\"", "reply \"ms a 1\""));
}

TEST(memcache, separates_words_by_any_number_of_spaces) {
  EXPECT_THAT(commands(" set  a 0  0 1 \r\nx\r\n"), ElementsAre("command \" set  a 0  0 1 \"", "block \"x\""));
  EXPECT_THAT(commands("sets a 0 0 1\r\nSET a 0 0 1\r\n"),
              ElementsAre("command \"sets a 0 0 1\"", "command \"SET a 0 0 1\""));
}

TEST(memcache, reports_what_came_of_an_unfinished_line_or_block) {
  EXPECT_THAT(commands("get a\r"), ElementsAre("incomplete \"get a\\r\""));
  EXPECT_THAT(commands("set a 0 0 3\r\n"), ElementsAre("command \"set a 0 0 3\"", "incomplete \"\""));
  EXPECT_THAT(commands("set a 0 0 3\r\nabc\r"), ElementsAre("command \"set a 0 0 3\"", "incomplete \"abc\\r\""));
}

TEST(memcache, refuses_lines_that_do_not_end_as_they_should) {
  EXPECT_THAT(commands("get a\n"), ElementsAre("error \"bare-lf\""));
  EXPECT_THAT(commands("get\ra\r\n"), ElementsAre("error \"bare-cr\""));
}

TEST(memcache, refuses_to_guess_at_a_block) {
  EXPECT_THAT(commands("set a 0 1\r\n"), ElementsAre("error \"block-line\""));
  EXPECT_THAT(commands("set a 0 0 1 9\r\n"), ElementsAre("error \"block-line\""));
  EXPECT_THAT(commands("set a x 0 1\r\n"), ElementsAre("error \"block-line\""));
  EXPECT_THAT(commands("set a 4294967296 0 1\r\n"), ElementsAre("error \"block-line\""));
  EXPECT_THAT(commands("set a 0 - 1\r\n"), ElementsAre("error \"block-line\""));
  EXPECT_THAT(commands("cas a 0 0 1\r\n"), ElementsAre("error \"block-line\""));
  EXPECT_THAT(commands("cas a 0 0 1 noreply\r\n"), ElementsAre("error \"block-line\""));
  EXPECT_THAT(commands("ms a\r\n"), ElementsAre("error \"block-line\""));
  EXPECT_THAT(replies("VALUE a 0\r\n"), ElementsAre("error \"block-line\""));
  EXPECT_THAT(replies("VALUE a 0 1 2 3\r\n"), ElementsAre("error \"block-line\""));
  EXPECT_THAT(replies("VALUE a 0 1 x\r\n"), ElementsAre("error \"block-line\""));
  EXPECT_THAT(replies("VA\r\n"), ElementsAre("error \"block-line\""));
}

TEST(memcache, refuses_a_length_that_is_no_number) {
  EXPECT_THAT(commands("set a 0 0 -1\r\n"), ElementsAre("error \"length\""));
  EXPECT_THAT(commands("ms a S2\r\n"), ElementsAre("error \"length\""));
  EXPECT_THAT(replies("VALUE a 0 18446744073709551616\r\n"), ElementsAre("error \"length\""));
  EXPECT_THAT(replies("VALUE a 0 18446744073709551615\r\n"), ElementsAre("error \"too-long\""));
}

TEST(memcache, refuses_a_block_of_another_length) {
  EXPECT_THAT(commands("set a 0 0 2\r\nabc\r\n"), ElementsAre("command \"set a 0 0 2\"", "error \"block-end\""));
  EXPECT_THAT(replies("VALUE a 0 2\r\na\r\nEND\r\n"), ElementsAre("reply \"VALUE a 0 2\"", "error \"block-end\""));
}

TEST(memcache, limits_lines_keys_and_blocks) {
  EXPECT_THAT(commands("get abc\r\n", {.head_bytes_max = 7}), ElementsAre("command \"get abc\""));
  EXPECT_THAT(commands("get abcd\r\n", {.head_bytes_max = 7}), ElementsAre("error \"too-long\""));
  EXPECT_THAT(replies("VA 3\r\nabc\r\n", {.frame_bytes_max = 3}), ElementsAre("reply \"VA 3\"", "block \"abc\""));
  EXPECT_THAT(replies("VA 4\r\nabcd\r\n", {.frame_bytes_max = 3}), ElementsAre("error \"too-long\""));
  const std::string key(250, 'k');
  EXPECT_THAT(commands("ms " + key + " 0\r\n\r\n"), ElementsAre("command \"ms " + key + " 0\"", "block \"\""));
  EXPECT_THAT(commands("ms " + key + "k 0\r\n\r\n"), ElementsAre("error \"block-line\""));
}

}  // namespace
}  // namespace asynchat::protocols
