#include <asynchat/properties/explain.h>
#include <gtest/gtest.h>

#include "sample_subjects.h"

namespace asynchat::properties {
namespace {

events log_of(std::initializer_list<event> list) {
  events log;
  for (const event& one : list) log.add(one.name, one.bytes, one.numbers);
  return log;
}

std::string breach_between(std::initializer_list<event> expected, std::initializer_list<event> observed) {
  breach details;
  details.expected = log_of(expected);
  details.observed = log_of(observed);
  details.where = compare(details.expected, details.observed);
  return describe_breach(details);
}

std::string delivery(std::string_view bytes, std::string_view plan, std::string strategy = "cut1") {
  return describe_delivery(
      {std::string(bytes), bytes.size(), plan_of(plan), sim::ending::eof, {}, std::move(strategy), {}});
}

const event al{"line", "USER al", {}};
const event x{"line", "x", {}};
const event y{"line", "y", {}};

TEST(explain, says_where_one_cut_falls) {
  EXPECT_EQ(delivery("USER al\r\n", "8 1 | eof"), "1 cut at byte 8, between CR and LF");
  EXPECT_EQ(delivery(std::string_view("a\0 b", 4), "2 2 | eof"), "1 cut at byte 2, between NUL and space");
}

TEST(explain, lists_a_few_cuts_and_spans_many) {
  EXPECT_EQ(delivery("abcdef", "1 2 3 | eof"), "2 cuts at bytes 1 and 3");
  EXPECT_EQ(delivery("abcdef", "1*6 | eof"), "cuts at 5 places from byte 1 to byte 5");
  EXPECT_EQ(delivery("abcdef", "6 | eof"), "in one read");
}

TEST(explain, names_what_else_the_delivery_does) {
  EXPECT_EQ(delivery("ab", "b 2 | eof"), "in one read, an empty read at byte 0");
  EXPECT_EQ(delivery("ab", "1 b b 1 | eof"), "1 cut at byte 1, between 'a' and 'b', empty reads at byte 1");
  EXPECT_EQ(delivery("ab", "2 | reset"), "in one read, a reset at byte 2");
  EXPECT_EQ(delivery("ab", "2 | eof", "eof"), "in one read, the end of the stream at byte 2");
  EXPECT_EQ(delivery("ab", "1 1 | eof", "limit_data(1)"),
            "1 cut at byte 1, between 'a' and 'b', the end of the stream at byte 2");
  EXPECT_EQ(delivery("ab", "2 f(ETIMEDOUT) | eof"), "in one read, ETIMEDOUT at byte 2");
  EXPECT_EQ(delivery("ab", "1 f(EAGAIN) 1 | eof"), "1 cut at byte 1, between 'a' and 'b', an empty read at byte 1");
  EXPECT_EQ(delivery("ab", "2 | eof | 1*"), "in one read, with short writes");
  EXPECT_EQ(delivery("ab", "2 | eof | f(EPIPE)*"), "in one read, with sends that fail");
}

TEST(explain, names_a_frame_that_is_lost) {
  EXPECT_EQ(breach_between({x, al, y}, {x, y}), "frame 2 \"USER al\" is lost");
  EXPECT_EQ(breach_between({x, al, y}, {x}), "frame 2 \"USER al\" is lost and 1 after it");
}

TEST(explain, names_a_frame_that_is_too_many) {
  EXPECT_EQ(breach_between({x}, {x, x}), "frame 2 \"x\" is too many");
  EXPECT_EQ(breach_between({x, al}, {x, y, al}), "frame 2 \"y\" is too many");
}

TEST(explain, names_a_frame_that_is_changed) {
  EXPECT_EQ(breach_between({al}, {x}), "frame 1 is \"x\" instead of \"USER al\"");
  EXPECT_EQ(breach_between({al}, {{"incomplete", "x", {}}}), "frame 1 is incomplete \"x\" instead of line \"USER al\"");
}

TEST(explain, names_frames_that_are_split_or_joined) {
  EXPECT_EQ(breach_between({al}, {{"line", "USER", {}}, {"line", "al", {}}}),
            "frame 1 \"USER al\" is split into \"USER\" and \"al\"");
  EXPECT_EQ(breach_between({x, y}, {{"line", "x\r\ny", {}}}),
            "frames 1 \"x\" and 2 \"y\" are joined into \"x\\r\\ny\"");
}

TEST(explain, counts_the_lines_that_a_program_printed) {
  const event one{"output line", "one", {}};
  const event two{"output line", "two", {}};
  const event exit{"exit", "", {0}};
  EXPECT_EQ(breach_between({one, two, exit}, {one, exit}), "line 2 \"two\" is lost");
  EXPECT_EQ(breach_between({one, two, exit}, {exit}), "line 1 \"one\" is lost and 1 after it");
  EXPECT_EQ(breach_between({one, two, exit}, {{"output line", "onetwo", {}}, exit}),
            "lines 1 \"one\" and 2 \"two\" are joined into \"onetwo\"");
}

TEST(explain, names_the_end_of_a_program) {
  const event exit{"exit", "", {0}};
  const event died{"error", "killed by SIGSEGV", {}};
  EXPECT_EQ(breach_between({exit}, {died}), "error \"killed by SIGSEGV\" instead of exit status 0");
  EXPECT_EQ(breach_between({died}, {exit}), "exit status 0 instead of error \"killed by SIGSEGV\"");
  EXPECT_EQ(breach_between({{"connection", "the connection is closed", {}}},
                           {{"connection", "the connection stays open", {}}}),
            "the connection stays open instead of the connection is closed");
}

TEST(explain, names_errors) {
  const event bad{"error", "too-long", {}};
  EXPECT_EQ(breach_between({al}, {bad}), "error \"too-long\" instead of frame 1 \"USER al\"");
  EXPECT_EQ(breach_between({x, bad}, {x}), "error \"too-long\" is not reported");
  EXPECT_EQ(breach_between({bad}, {{"error", "bad", {}}}), "error \"bad\" instead of error \"too-long\"");
}

TEST(explain, measures_a_payload) {
  EXPECT_EQ(breach_between({{"data", "abc", {}}}, {{"data", "ab", {}}}),
            "the data of frame 1 has 2 bytes instead of 3");
  EXPECT_EQ(breach_between({{"data", "abc", {}}}, {{"data", "aXc", {}}}),
            "the data of frame 1 is wrong from its byte 1 on");
}

}  // namespace
}  // namespace asynchat::properties
