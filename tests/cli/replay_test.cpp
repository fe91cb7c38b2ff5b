#include <gmock/gmock.h>

#include <string>

#include "command_run.h"

namespace asynchat::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string repro_of(const std::string& subject, const std::string& plan, const std::string& explanation = "x") {
  return R"({"format":"asynchat-repro","version":1,"subject":")" + subject +
         R"(","property":"invariance","streams":[)" + R"({"conn":1,"from":"client","text":"a\r\nb","plan":")" + plan +
         R"("}],"schedule":[],"expected":[],)" + R"("observed":[],"explanation":")" + explanation +
         R"(","provenance":{"seed":"1","strategy":"cut1","trace":"t","tool_version":"0"}})" + "\n";
}

TEST(replay, says_that_a_law_holds_now) {
  const scratch_folder folder;
  const command_run result = run_command({"replay", folder.file("a.repro.json", repro_of("crlf", "2 2 | eof"))});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("held: crlf keeps the law invariance"));
}

TEST(replay, ends_whatever_the_plan) {
  const scratch_folder folder;
  for (const char* plan : {"4 | eof | f(EAGAIN)*", "4 | eof | b*", "4 | open | 0*", "4 | eof | f(EIO)*",
                           "1 w9223372036854775807ns 1 w9223372036854775807ns b 2 | eof", "b*1000 4 | reset"}) {
    const command_run result = run_command({"replay", folder.file("a.repro.json", repro_of("crlf", plan))});
    EXPECT_LE(result.status, 1) << plan << ": " << result.err;
  }
}

TEST(replay, refuses_a_plan_that_does_not_fit) {
  const scratch_folder folder;
  for (const char* plan : {"5 | eof", "99999999999999999999 | eof", "1*99999999999 | eof", "x | eof", "1 | maybe"}) {
    const command_run result = run_command({"replay", folder.file("a.repro.json", repro_of("crlf", plan))});
    EXPECT_EQ(result.status, 2) << plan;
    EXPECT_THAT(result.err, HasSubstr("a.repro.json"));
  }
}

TEST(replay, lets_nothing_through_that_moves_a_terminal) {
  const scratch_folder folder;
  const std::string text = repro_of("canary:cr_ends_line", "2 2 | eof", "\\u001b[31mred");
  const command_run result = run_command({"replay", folder.file("a.repro.json", text)});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.out + result.err, Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace asynchat::cli
