#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "process.h"
#include "raw_client.h"

namespace asynchat::examples {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

const std::string mail_to_carol = "EHLO test\r\nMAIL FROM:<ann@a.test>\r\nRCPT TO:<carol@c.test>\r\nDATA\r\n";

class smtp_sink : public testing::Test {
 protected:
  finished_run swaks(std::vector<std::string> words) {
    words.insert(words.begin(), {"swaks", "--server", "127.0.0.1", "--port", server.port_text(), "--from", "ann@a.test",
                                 "--helo", "test"});
    return run_client(words);
  }

  std::string answer_to(const std::string& bytes) {
    raw_client client(server.port());
    client.send(bytes);
    client.end_output();
    return client.receive_all();
  }

  running_server server{"smtp_sink"};
};

TEST_F(smtp_sink, takes_a_mail_from_swaks) {
  const auto run = swaks({"--to", "bob@b.test,carol@c.test", "--data", "Subject: hi\\n\\nhello\\n.dot\\n"});
  EXPECT_EQ(run.status, 0) << run.out << run.err;
  // "Subject: hi", an empty line, "hello" and ".dot", each with CR LF; swaks ends the message with a line more.
  EXPECT_THAT(server.program().read_line(), StartsWith("from <ann@a.test> to <bob@b.test>, <carol@c.test>: "));
}

TEST_F(smtp_sink, takes_a_pipelined_mail_from_swaks) {
  const auto run = swaks({"--to", "bob@b.test", "--pipeline"});
  EXPECT_EQ(run.status, 0) << run.out << run.err;
  EXPECT_THAT(run.out, HasSubstr("250-PIPELINING"));
  EXPECT_THAT(server.program().read_line(), StartsWith("from <ann@a.test> to <bob@b.test>: "));
}

TEST_F(smtp_sink, counts_a_message_without_the_dots_that_were_put_before_lines) {
  EXPECT_THAT(answer_to(mail_to_carol + "a\r\n..b\r\n.\r\nQUIT\r\n"),
              EndsWith("354 End with a line that is a dot\r\n250 2.0.0 Ok, and gone\r\n221 2.0.0 Bye\r\n"));
  EXPECT_EQ(server.program().read_line(), "from <ann@a.test> to <carol@c.test>: 7 bytes");
}

TEST_F(smtp_sink, takes_an_empty_message_and_then_another) {
  answer_to(mail_to_carol + ".\r\nMAIL FROM:<>\r\nRCPT TO:<b>\r\nDATA\r\nx\n.\nx\r\n.\r\n");
  EXPECT_EQ(server.program().read_line(), "from <ann@a.test> to <carol@c.test>: 0 bytes");
  EXPECT_EQ(server.program().read_line(), "from <> to <b>: 7 bytes");
}

TEST_F(smtp_sink, answers_each_command_in_its_turn) {
  EXPECT_EQ(answer_to("NOOP\r\nMAIL FROM:<a>\r\nHELO\r\nHELO x\r\nRCPT TO:<b>\r\nDATA\r\nMAIL a\r\nmail from:<a>\r\n"
                      "MAIL FROM:<a>\r\nRCPT TO:<>\r\nDATA\r\nRSET\r\nRCPT TO:<b>\r\nWHAT\r\n"),
            "220 localhost ESMTP asynchat sink\r\n250 2.0.0 Ok\r\n503 5.5.1 Not now\r\n501 5.5.4 Who are you?\r\n"
            "250 localhost\r\n503 5.5.1 MAIL first\r\n503 5.5.1 RCPT first\r\n501 5.5.4 MAIL FROM:<address>\r\n"
            "250 2.1.0 Ok\r\n503 5.5.1 Not now\r\n501 5.5.4 RCPT TO:<address>\r\n503 5.5.1 RCPT first\r\n"
            "250 2.0.0 Ok\r\n503 5.5.1 MAIL first\r\n500 5.5.1 Command not known\r\n");
}

TEST_F(smtp_sink, refuses_a_message_that_is_too_big) {
  EXPECT_THAT(answer_to("EHLO x\r\nMAIL FROM:<a> SIZE=10485761\r\n"), EndsWith("552 5.3.4 Message too big\r\n"));
  EXPECT_THAT(answer_to("EHLO x\r\nMAIL FROM:<a> SIZE=10485760\r\n"), EndsWith("250 2.1.0 Ok\r\n"));
  std::string message;
  while (message.size() <= std::size_t{10} * 1024 * 1024) message += std::string(998, 'x') + "\r\n";
  EXPECT_THAT(answer_to(mail_to_carol + message + ".\r\n"), EndsWith("552 5.3.4 Message too big\r\n"));
}

TEST_F(smtp_sink, bounds_lines_and_recipients) {
  EXPECT_THAT(answer_to(std::string(2049, 'x')), EndsWith("500 5.5.6 Line too long\r\n"));
  std::string commands = "EHLO x\r\nMAIL FROM:<a>\r\n";
  for (int i = 0; i < 101; ++i) commands += "RCPT TO:<b>\r\n";
  EXPECT_THAT(answer_to(commands), EndsWith("250 2.1.5 Ok\r\n452 4.5.3 Too many recipients\r\n"));
}

TEST_F(smtp_sink, reads_no_more_from_a_client_that_reads_nothing) {
  std::string commands;
  for (int i = 0; i < 1000; ++i) commands += "EHLO x\r\n";
  raw_client flood(server.port());
  const std::size_t before = server.resident_bytes();
  const std::size_t bytes_max = std::size_t{64} * 1024 * 1024;
  EXPECT_LT(flood.send_until_stuck(commands, bytes_max, [&] { answer_to("QUIT\r\n"); }), bytes_max);
  if (memory_is_measured()) {
    EXPECT_LT(server.resident_bytes_peak(), before + std::size_t{4} * 1024 * 1024);
  }
}

}  // namespace
}  // namespace asynchat::examples
