#include <asynchat/properties/gtest/framing_test.h>
#include <asynchat/protocols/references.h>
#include <asynchat/protocols/smtp.h>
#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>

#include "sample_subjects.h"
#include "scratch_folder.h"

namespace asynchat::properties {
namespace {

/// Design's own example: the terminator is set by whoever makes it.
class echo : public async_chat {
 public:
  using async_chat::async_chat;
  void collect_incoming_data(std::string_view data) override { line_ += data; }
  void found_terminator() override {
    push(line_ + "\r\n");
    line_.clear();
  }
  std::string line_;
};

/// The same with the mistake that each piece of data is taken for a line.
class hasty_echo : public echo {
 public:
  using echo::echo;
  void collect_incoming_data(std::string_view data) override { push(std::string(data) + "\r\n"); }
  void found_terminator() override {}
};

using crlf_lines = reporting_chat<crlf_chat, line_sink>;

ASYNCHAT_FRAMING_TEST(crlf_parser, "corpus/smtp/*576.trace.jsonl")
ASYNCHAT_FRAMING_TEST(crlf_parser, "corpus/smtp/*1500.trace.jsonl", {.from = side::client, .model = crlf_model})
ASYNCHAT_FRAMING_TEST(crlf_lines, "corpus/smtp/*576.trace.jsonl", {.from = side::client, .model = crlf_model})
ASYNCHAT_FRAMING_TEST(echo, "corpus/smtp/*576.trace.jsonl",
                      {.from = side::client, .limits = {.strategy_bytes_max = 1u << 16}, .first_terminator = "\r\n"})

TEST(crlf_parser, may_have_other_tests_in_its_suite) {
  EXPECT_FRAMING_HOLDS(crlf_parser, "USER al\r\nQUIT\r\n");
  EXPECT_FRAMING_HOLDS(crlf_parser, std::string("a\r\n"), {.model = crlf_model});
}

TEST(framing_holds, for_a_plain_chat_as_it_is) {
  EXPECT_FRAMING_HOLDS(echo, "hello\r\nyou\r\nthere", {.first_terminator = "\r\n"});
}

TEST(framing_holds, for_a_subject_and_a_stream_that_are_made_already) {
  const auto parser = make_crlf_chat();
  EXPECT_SUBJECT_HOLDS(*parser, (checked_stream{"a\r\nb", sim::ending::reset, {}}), {.model = crlf_model});
  EXPECT_SUBJECT_HOLDS(*parser, trace_files{"corpus/smtp/*576.trace.jsonl"}, {.from = side::client});
}

// The macros for expected failures want statements that use no local names.
std::string& repros() {
  static std::string folder;
  return folder;
}

TEST(framing_holds, not_for_a_parser_that_forgets) {
  const scratch_folder folder;
  repros() = folder.path();
  EXPECT_NONFATAL_FAILURE(EXPECT_FRAMING_HOLDS(cr_forgetter, "USER al\r\n", {.repro_folder = repros()}),
                          "invariance: 1 cut at byte 1, between CR and LF");
  EXPECT_NONFATAL_FAILURE(EXPECT_FRAMING_HOLDS(cr_forgetter, "USER al\r\n", {.repro_folder = repros()}),
                          "--gtest_filter=framing_holds.not_for_a_parser_that_forgets");
}

TEST(framing_holds, not_for_a_chat_that_takes_pieces_for_lines) {
  const scratch_folder folder;
  repros() = folder.path();
  EXPECT_NONFATAL_FAILURE(
      EXPECT_FRAMING_HOLDS(hasty_echo, "hello\r\n", {.first_terminator = "\r\n", .repro_folder = repros()}),
      "invariance: 1 cut at byte 1");
}

TEST(framing_holds, and_tells_how_many_plans_were_tried) {
  EXPECT_FRAMING_HOLDS(crlf_parser, "a\r\n");
  const testing::TestResult& result = *testing::UnitTest::GetInstance()->current_test_info()->result();
  const std::uint64_t once = std::stoull(result.GetTestProperty(1).value());
  EXPECT_FRAMING_HOLDS(crlf_parser, "a\r\n");
  EXPECT_STREQ(result.GetTestProperty(1).key(), "asynchat_plans_tried");
  EXPECT_EQ(std::stoull(result.GetTestProperty(1).value()), 2 * once);
}

}  // namespace
}  // namespace asynchat::properties
