#include <asynchat/protocols/registry.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "every_cut.h"

namespace asynchat::protocols {
namespace {

using ::testing::ElementsAre;
using strings = std::vector<std::string>;

strings replies(std::string bytes, const framing_limits& limits = {}) {
  return support::expect_at_every_cut({resp_spec{}, side::server, std::move(bytes), {}, limits});
}

strings commands(std::string bytes, const framing_limits& limits = {}) {
  return support::expect_at_every_cut({resp_spec{}, side::client, std::move(bytes), {}, limits});
}

TEST(resp, gives_each_simple_value_as_it_came) {
  EXPECT_THAT(replies("+OK\r\n-ERR no\r\n:-9223372036854775808\r\n:+1\r\n+\r\n"),
              ElementsAre("value \"+OK\\r\\n\"", "value \"-ERR no\\r\\n\"", "value \":-9223372036854775808\\r\\n\"",
                          "value \":+1\\r\\n\"", "value \"+\\r\\n\""));
}

TEST(resp, takes_a_bulk_string_by_its_length) {
  EXPECT_THAT(replies("$4\r\na\r\nb\r\n$0\r\n\r\n$-1\r\n"),
              ElementsAre("value \"$4\\r\\na\\r\\nb\\r\\n\"", "value \"$0\\r\\n\\r\\n\"", "value \"$-1\\r\\n\""));
}

TEST(resp, gives_an_array_with_all_that_is_in_it) {
  EXPECT_THAT(replies("*3\r\n*2\r\n:1\r\n*0\r\n$-1\r\n*-1\r\n*0\r\n*-1\r\n"),
              ElementsAre("value \"*3\\r\\n*2\\r\\n:1\\r\\n*0\\r\\n$-1\\r\\n*-1\\r\\n\"", "value \"*0\\r\\n\"",
                          "value \"*-1\\r\\n\""));
}

TEST(resp, takes_inline_commands_from_a_client_alone) {
  EXPECT_THAT(commands("PING\r\n*1\r\n$4\r\nPING\r\n\r\n+x\r\n"),
              ElementsAre("inline \"PING\"", "value \"*1\\r\\n$4\\r\\nPING\\r\\n\"", "inline \"\"", "inline \"+x\""));
  EXPECT_THAT(replies("PING\r\n"), ElementsAre("error \"type\""));
  EXPECT_THAT(commands("*1\r\nPING\r\n"), ElementsAre("error \"type\""));
}

TEST(resp, reports_what_came_of_an_unfinished_value) {
  EXPECT_THAT(replies(":1\r\n*2\r\n$3\r\nab"), ElementsAre("value \":1\\r\\n\"", "incomplete \"*2\\r\\n$3\\r\\nab\""));
  EXPECT_THAT(replies("*1\r"), ElementsAre("incomplete \"*1\\r\""));
}

TEST(resp, refuses_what_is_not_written_to_the_letter) {
  EXPECT_THAT(replies("+OK\n"), ElementsAre("error \"bare-lf\""));
  EXPECT_THAT(replies("+O\rK\r\n"), ElementsAre("error \"bare-cr\""));
  EXPECT_THAT(replies("\r\n"), ElementsAre("error \"type\""));
  EXPECT_THAT(replies("$2\r\nabXX:1\r\n"), ElementsAre("error \"bulk-end\""));
  EXPECT_THAT(replies("$-2\r\n"), ElementsAre("error \"length\""));
  EXPECT_THAT(replies("$\r\n"), ElementsAre("error \"length\""));
  EXPECT_THAT(replies("*1x\r\n"), ElementsAre("error \"length\""));
  EXPECT_THAT(replies(":\r\n"), ElementsAre("error \"integer\""));
  EXPECT_THAT(replies(":+-1\r\n"), ElementsAre("error \"integer\""));
}

TEST(resp, refuses_numbers_that_overflow) {
  EXPECT_THAT(replies(":9223372036854775808\r\n"), ElementsAre("error \"integer\""));
  EXPECT_THAT(replies("$18446744073709551616\r\n"), ElementsAre("error \"length\""));
  EXPECT_THAT(replies("$18446744073709551615\r\n"), ElementsAre("error \"too-long\""));
  EXPECT_THAT(replies("*18446744073709551615\r\n:1\r\n"),
              ElementsAre("incomplete \"*18446744073709551615\\r\\n:1\\r\\n\""));
}

TEST(resp, limits_depth_length_and_lines) {
  EXPECT_THAT(replies("*1\r\n*1\r\n*0\r\n", {.depth_max = 2}), ElementsAre("value \"*1\\r\\n*1\\r\\n*0\\r\\n\""));
  EXPECT_THAT(replies("*1\r\n*1\r\n*1\r\n", {.depth_max = 2}), ElementsAre("error \"too-deep\""));
  EXPECT_THAT(replies("$3\r\nabc\r\n", {.frame_bytes_max = 9}), ElementsAre("value \"$3\\r\\nabc\\r\\n\""));
  EXPECT_THAT(replies("$3\r\nabc\r\n", {.frame_bytes_max = 8}), ElementsAre("error \"too-long\""));
  EXPECT_THAT(replies("*2\r\n:1\r\n:1\r\n", {.frame_bytes_max = 11}), ElementsAre("error \"too-long\""));
  EXPECT_THAT(replies("+abc\r\n", {.head_bytes_max = 4}), ElementsAre("value \"+abc\\r\\n\""));
  EXPECT_THAT(replies("+abcd\r\n", {.head_bytes_max = 4}), ElementsAre("error \"too-long\""));
}

}  // namespace
}  // namespace asynchat::protocols
