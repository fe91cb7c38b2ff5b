#include <gmock/gmock.h>

#include "command_run.h"

namespace asynchat::cli {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

TEST(conform, passes_every_bundled_case) {
  const command_run result = run_command({"conform", data_file("conformance/asynchat.jsonl")});
  EXPECT_EQ(result.out, "3000 passed, 0 failed\n");
  EXPECT_EQ(result.status, 0) << result.err;
}

TEST(conform, names_the_case_and_the_first_event_that_differs) {
  const scratch_folder folder;
  const std::string path =
      folder.file("wrong.jsonl", R"({"id":"x-1","terminators":[{"bytes":"0a"}],"chunks":["610a"],"end":"none",)"
                                 R"("expect":[["collect","61"],["found"],["found"]]})"
                                 "\n");
  const command_run result = run_command({"conform", path});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.out, StartsWith("case x-1: event 2 differs\n  expected [\"found\"]\n  observed [\"terminator\""));
  EXPECT_THAT(result.out, EndsWith("0 passed, 1 failed\n"));
}

struct bad_case {
  std::string line;
  std::string complaint;
};

class bad_cases : public testing::TestWithParam<bad_case> {};

TEST_P(bad_cases, are_refused_with_file_and_line) {
  const scratch_folder folder;
  const std::string path =
      folder.file("bad.jsonl", "{\"expect\":[[\"handle_close\"],[\"close\"]]}\n" + GetParam().line + "\n");
  const command_run result = run_command({"conform", path});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr(path + ":2: expected " + GetParam().complaint));
}

INSTANTIATE_TEST_SUITE_P(
    each, bad_cases,
    testing::Values(
        bad_case{"not json", "one JSON object"}, bad_case{"[]", "one JSON object"},
        bad_case{R"({"chunks":["6"]})", "an even number"}, bad_case{R"({"chunks":["6g"]})", "a hexadecimal digit"},
        bad_case{R"({"chunks":[{"errno":"EWHAT"}]})", "the name of an errno value, not EWHAT"},
        bad_case{R"({"terminators":[7]})", "a terminator"}, bad_case{R"({"send":["x"]})", "a send limit"},
        bad_case{R"({"ac_in_buffer_size":0})", "buffer sizes"},
        bad_case{R"({"ac_out_buffer_size":99999999999})", "buffer sizes"},
        bad_case{R"({"max_ticks":100000000})", "max_ticks"}, bad_case{R"({"actions":[{"at":"start"}]})", "an action"},
        bad_case{R"({"actions":[{"at":"start","k":0,"do":[{"op":"fly"}]}]})", "a known op, not fly"},
        bad_case{
            R"({"actions":[{"at":"start","k":0,"do":[{"op":"push_simple_producer","hex":"61","buffer_size":0}]}]})",
            "a buffer_size"},
        bad_case{R"({"expect":)" + std::string(200000, '[') + std::string(200000, ']') + "}", "values nested at most"},
        bad_case{R"({"end":7})", "end to be a string"}));

TEST(conform, reads_no_line_without_end) {
  const command_run result = run_command({"conform", "/dev/zero"});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("/dev/zero:1: expected a line of at most 16 MiB"));
}

TEST(conform, ends_a_case_whose_handle_close_throws) {
  const scratch_folder folder;
  const std::string path =
      folder.file("throws.jsonl", R"({"actions":[{"at":"handle_close","k":0,"do":[{"op":"raise"}]}],)"
                                  R"("expect":[["handle_close"],["exit","ValueError"]]})"
                                  "\n");
  EXPECT_EQ(run_command({"conform", path}).out, "1 passed, 0 failed\n");
}

TEST(conform, says_that_a_file_is_empty_or_not_there) {
  const scratch_folder folder;
  EXPECT_THAT(run_command({"conform", folder.file("empty.jsonl", "")}).err, HasSubstr("there is none"));
  EXPECT_EQ(run_command({"conform", folder.file("blank.jsonl", "\n\n")}).status, 2);
  const command_run missing = run_command({"conform", folder.path("nowhere.jsonl")});
  EXPECT_EQ(missing.status, 2);
  EXPECT_THAT(missing.err, HasSubstr("nowhere.jsonl: expected a file that can be opened: No such file or directory"));
}

}  // namespace
}  // namespace asynchat::cli
