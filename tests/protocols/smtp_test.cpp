#include <asynchat/protocols/registry.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "every_cut.h"

namespace asynchat::protocols {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using strings = std::vector<std::string>;

/// What the client sent and what it heard, told in order. The greeting comes first.
class client {
 public:
  client& says(const std::string& bytes) {
    bytes_ += bytes;
    return *this;
  }
  client& hears(const std::string& code) {
    heard_.push_back({bytes_.size(), code + "\r\n"});
    return *this;
  }
  strings told(const framing_limits& limits = {}) const {
    return support::expect_at_every_cut({smtp_spec{}, side::client, bytes_, heard_, limits});
  }

 private:
  std::string bytes_;
  std::vector<heard_frame> heard_{{0, "220 here\r\n"}};
};

strings commands(const std::string& bytes, const framing_limits& limits = {}) {
  return client().says(bytes).told(limits);
}

/// The message after an accepted DATA, without the command.
strings message(const std::string& bytes) {
  strings all = client().says("DATA\r\n").hears("354 go on").says(bytes).told();
  EXPECT_EQ(all.front(), "command \"DATA\"");
  all.erase(all.begin());
  return all;
}

strings replies(const std::string& bytes, const strings& heard = {}, const framing_limits& limits = {}) {
  std::vector<heard_frame> commands;
  for (const std::string& one : heard) commands.push_back({0, one});
  return support::expect_at_every_cut({smtp_spec{}, side::server, bytes, commands, limits});
}

TEST(smtp, says_nothing_of_an_empty_stream) {
  EXPECT_THAT(commands(""), IsEmpty());
  EXPECT_THAT(replies(""), IsEmpty());
}

TEST(smtp, gives_pipelined_commands_in_order) {
  EXPECT_THAT(commands("EHLO x\r\n\r\nmail FROM:<\xc3\xa9>\r\n"),
              ElementsAre("command \"EHLO x\"", "command \"\"", "command \"mail FROM:<\\xc3\\xa9>\""));
}

TEST(smtp, reads_a_message_to_the_dot) {
  EXPECT_THAT(message("Subject: s\r\n\r\nhello\r\n.\r\nQUIT\r\n"),
              ElementsAre("data \"Subject: s\\r\\n\\r\\nhello\\r\\n\"", "end \"\"", "command \"QUIT\""));
}

TEST(smtp, takes_a_dot_right_after_354_for_an_empty_message) {
  EXPECT_THAT(message(".\r\nQUIT\r\n"), ElementsAre("end \"\"", "command \"QUIT\""));
}

TEST(smtp, removes_the_dot_that_was_put_before_a_line) {
  EXPECT_THAT(message("..\r\n...a\r\n.b\r\nc.\r\n.\r\n"),
              ElementsAre("data \".\\r\\n..a\\r\\nb\\r\\nc.\\r\\n\"", "end \"\""));
  EXPECT_THAT(message(".\r\r\n.\r\n"), ElementsAre("data \"\\r\\r\\n\"", "end \"\""));
}

TEST(smtp, lets_no_bare_cr_or_lf_end_a_message) {
  EXPECT_THAT(message("a\n.\nb\n.\r\nc\r.\r\nd\r\n.\ne\r\r\n.\r\n"),
              ElementsAre("data \"a\\n.\\nb\\n.\\r\\nc\\r.\\r\\nd\\r\\n\\ne\\r\\r\\n\"", "end \"\""));
  EXPECT_THAT(message("\n.\r\n.\r\n"), ElementsAre("data \"\\n.\\r\\n\"", "end \"\""));
}

TEST(smtp, passes_every_byte_of_a_message) {
  EXPECT_THAT(message(std::string("\0\xff\r\n.\r\n", 7)), ElementsAre("data \"\\0\\xff\\r\\n\"", "end \"\""));
}

TEST(smtp, does_not_limit_a_message) {
  EXPECT_THAT(client().says("DATA\r\n").hears("354").says("0123456789\r\n.\r\n").told({.head_bytes_max = 4}),
              Contains("data \"0123456789\\r\\n\""));
}

TEST(smtp, goes_on_with_commands_when_data_is_refused) {
  EXPECT_THAT(client().says("DATA\r\n").hears("554 no").says(".\r\nRSET\r\n").told(),
              ElementsAre("command \"DATA\"", "command \".\"", "command \"RSET\""));
}

TEST(smtp, matches_replies_to_pipelined_commands) {
  client group;
  group.says("MAIL FROM:<a>\r\nRCPT TO:<b>\r\nDATA\r\n").hears("250").hears("550");
  EXPECT_THAT(client(group).hears("554").says("RSET\r\n").told(), Contains("command \"RSET\""));
  EXPECT_THAT(client(group).hears("354").says("RSET\r\n.\r\n").told(), Contains("data \"RSET\\r\\n\""));
}

TEST(smtp, tells_the_answers_of_two_messages_apart) {
  const client again = client().says("DATA\r\n").hears("354").says("a\r\n.\r\nDATA\r\n").hears("250");
  EXPECT_THAT(client(again).hears("503").says("RSET\r\n").told(), Contains("command \"RSET\""));
  EXPECT_THAT(client(again).hears("354").says("RSET\r\n.\r\n").told(), Contains("data \"RSET\\r\\n\""));
}

TEST(smtp, takes_a_data_whose_answer_is_not_awaited_as_accepted) {
  EXPECT_THAT(commands("DATA\r\nx\r\n.\r\nNOOP\r\n"),
              ElementsAre("command \"DATA\"", "data \"x\\r\\n\"", "end \"\"", "command \"NOOP\""));
  EXPECT_THAT(client().says("NOOP\r\nDATA\r\n").hears("250").says("x\r\n.\r\n").told(), Contains("data \"x\\r\\n\""));
  EXPECT_THAT(client().says("DATA\r\nx").hears("554").says("\r\n.\r\n").told(), Contains("data \"x\\r\\n\""));
  EXPECT_THAT(client().says("DATA\r\n\r").hears("554").says("\n.\r\n").told(), Contains("data \"\\r\\n\""));
}

TEST(smtp, reports_an_unfinished_message_without_bytes) {
  EXPECT_THAT(message(""), IsEmpty());
  EXPECT_THAT(message("."), ElementsAre("incomplete \"\""));
  EXPECT_THAT(message("a\r\n.\r"), ElementsAre("data \"a\\r\\n\\r\"", "incomplete \"\""));
}

TEST(smtp, counts_the_bytes_of_a_chunk) {
  EXPECT_THAT(commands("BDAT 7\r\n\r\n.\r\n.ybdat 00001 last \r\nxBDAT 0 LAST\r\nQUIT\r\n"),
              ElementsAre("command \"BDAT 7\"", "data \"\\r\\n.\\r\\n.y\"", "end \"\"", "command \"bdat 00001 last \"",
                          "data \"x\"", "end \"\"", "command \"BDAT 0 LAST\"", "end \"\"", "command \"QUIT\""));
  EXPECT_THAT(commands("BDAT 3\r\nab"), ElementsAre("command \"BDAT 3\"", "data \"ab\"", "incomplete \"\""));
}

TEST(smtp, counts_the_reply_to_a_chunk_once) {
  EXPECT_THAT(client().says("BDAT 1\r\nxDATA\r\n").hears("250").hears("503").says("RSET\r\n").told(),
              Contains("command \"RSET\""));
  EXPECT_THAT(client().says("BDAT 3\r\n").hears("503").says("\r\n.QUIT\r\n").told(), Contains("command \"QUIT\""));
}

TEST(smtp, refuses_a_chunk_of_no_clear_size) {
  for (const char* const words :
       {"", " ", " x", " -1", " +1", " 1x", " 1 2", " 1 LAST LAST", " 18446744073709551616"}) {
    EXPECT_THAT(commands(std::string("BDAT") + words + "\r\n"), ElementsAre("error \"chunk-size\""));
  }
  EXPECT_THAT(commands("BDAT 18446744073709551615\r\nx"), Contains("data \"x\""));
  EXPECT_THAT(commands("BDATA 1\r\nx"), Contains("incomplete \"x\""));
}

TEST(smtp, knows_the_responses_to_challenges) {
  EXPECT_THAT(client()
                  .says("auth login\r\n")
                  .hears("334 VXNlcg==")
                  .says("DATA\r\n")
                  .hears("334")
                  .says("\r\n")
                  .hears("235")
                  .says("DATA\r\n")
                  .told(),
              ElementsAre("command \"auth login\"", "response \"DATA\"", "response \"\"", "command \"DATA\""));
  EXPECT_THAT(client().says("NOOP\r\n").hears("334").says("RSET\r\n").told(), Contains("command \"RSET\""));
}

TEST(smtp, leaves_the_rest_as_data_after_starttls) {
  EXPECT_THAT(client().says("STARTTLS\r\n").hears("220").says("\x16\n.\r\n").told(),
              ElementsAre("command \"STARTTLS\"", "data \"\\x16\\n.\\r\\n\""));
  EXPECT_THAT(replies("220 here\r\n220-go\r\n220 on\r\n\x16\n", {"STARTTLS"}),
              ElementsAre("reply \"220 here\\r\\n\"", "reply \"220-go\\r\\n220 on\\r\\n\"", "data \"\\x16\\n\""));
}

TEST(smtp, keeps_what_is_pipelined_after_starttls_in_clear) {
  EXPECT_THAT(client().says("STARTTLS\r\nN").hears("220").says("OOP\r\nRSET\r\n").told(), Contains("command \"RSET\""));
  EXPECT_THAT(client().says("STARTTLS\r\n").hears("454").says("RSET\r\n").told(), Contains("command \"RSET\""));
}

TEST(smtp, refuses_commands_that_are_not_written_to_the_letter) {
  EXPECT_THAT(commands("NOOP\nRSET\r\n"), ElementsAre("error \"bare-lf\""));
  EXPECT_THAT(commands("NO\rOP\r\n"), ElementsAre("error \"bare-cr\""));
  EXPECT_THAT(commands("NOOP\r\r\n"), ElementsAre("error \"bare-cr\""));
  EXPECT_THAT(message("a\r\n.\r\nNOOP\n"), Contains("error \"bare-lf\""));
}

TEST(smtp, reports_what_came_of_an_unfinished_line) {
  EXPECT_THAT(commands("RSET\r\nQUIT\r"), ElementsAre("command \"RSET\"", "incomplete \"QUIT\\r\""));
  EXPECT_THAT(replies("250-a\r\n250"), ElementsAre("incomplete \"250-a\\r\\n250\""));
}

TEST(smtp, limits_a_line) {
  EXPECT_THAT(commands("NOOP\r\n", {.head_bytes_max = 4}), ElementsAre("command \"NOOP\""));
  EXPECT_THAT(commands("NOOP \r\n", {.head_bytes_max = 4}), ElementsAre("error \"too-long\""));
  EXPECT_THAT(replies("250-a\r\n250 b\r\n", {}, {.head_bytes_max = 14}), Contains("reply \"250-a\\r\\n250 b\\r\\n\""));
  EXPECT_THAT(replies("250-a\r\n250 bc\r\n", {}, {.head_bytes_max = 14}), ElementsAre("error \"too-long\""));
  EXPECT_THAT(replies("250-a\r\n250 bcdefgh\r\n", {}, {.head_bytes_max = 14}), ElementsAre("error \"too-long\""));
}

TEST(smtp, gathers_the_lines_of_a_reply) {
  EXPECT_THAT(replies("220 a\r\n250-b\r\n250-\r\n250\r\n599 \xc3\t250-\r\n"),
              ElementsAre("reply \"220 a\\r\\n\"", "reply \"250-b\\r\\n250-\\r\\n250\\r\\n\"",
                          "reply \"599 \\xc3\\t250-\\r\\n\""));
}

TEST(smtp, refuses_a_reply_whose_lines_differ) {
  EXPECT_THAT(replies("250-a\r\n251 b\r\n"), ElementsAre("error \"reply-code\""));
}

TEST(smtp, refuses_replies_that_are_not_written_to_the_letter) {
  for (const char* const line :
       {"", "25", "250x", "150 a", "600 a", "2x0 a", " 250 a", "250 a\rb", "250 \x01", "25 0"}) {
    EXPECT_THAT(replies(std::string(line) + "\r\n"), ElementsAre("error \"reply-line\"")) << line;
  }
  EXPECT_THAT(replies("250 a\n"), ElementsAre("error \"bare-lf\""));
}

TEST(smtp, asks_no_command_for_the_reply_to_a_message) {
  EXPECT_THAT(replies("220 a\r\n354 b\r\n220 c\r\n220 d\r\n\x16", {"DATA", "STARTTLS"}), Contains("data \"\\x16\""));
  EXPECT_THAT(replies("220 a\r\n554 b\r\n220 c\r\n\x16", {"DATA", "STARTTLS"}), Contains("data \"\\x16\""));
}

TEST(smtp, takes_no_response_for_a_command) {
  EXPECT_THAT(replies("220 a\r\n334 b\r\n220 c\r\n220 d\r\n", {"AUTH x", "STARTTLS"}),
              Contains("reply \"220 d\\r\\n\""));
  EXPECT_THAT(replies("220 a\r\n334 b\r\n235 c\r\n220 d\r\n\x16", {"AUTH x", "eA==", "STARTTLS"}),
              Contains("data \"\\x16\""));
}

TEST(smtp, belongs_a_reply_to_no_command_that_came_after_it) {
  EXPECT_THAT(
      support::expect_at_every_cut({smtp_spec{}, side::server, "220 a\r\n421 b\r\n220 c\r\n", {{14, "STARTTLS"}}}),
      Contains("reply \"220 c\\r\\n\""));
}

}  // namespace
}  // namespace asynchat::protocols
