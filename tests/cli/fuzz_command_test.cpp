#include <asynchat/properties/canaries.h>
#include <asynchat/properties/fuzz/differential.h>
#include <asynchat/properties/fuzz/fuzz_input.h>
#include <asynchat/protocols/registry.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <string>

#include "command_run.h"

namespace asynchat::cli {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;

/// What a run of the fuzzer says, its rate and time left away.
std::string findings_of(const command_run& result) { return result.out.substr(0, result.out.find(" runs, ")); }

TEST(fuzz_command, finds_every_canary_whose_law_it_judges) {
  const scratch_folder folder;
  for (const properties::canary& one : properties::all_canaries()) {
    const auto steps = std::get<sim::plan>(sim::parse_plan(one.wrong.plan));
    const bool is_expressible = properties::from_plan(one.wrong.bytes, steps).has_value();
    if (!properties::is_judged_by_fuzzing(one.caught_by) || !is_expressible) continue;
    const command_run result = run_command(
        {"fuzz", "--framing", "canary:" + std::string(one.name), "--runs", "20000", "--out", folder.path()});
    EXPECT_EQ(result.status, 1) << one.name << ": " << result.out << result.err;
    EXPECT_THAT(result.out, HasSubstr("again:  asynchat replay")) << one.name;
  }
  ASSERT_GE(folder.names().size(), 20u);
  for (const std::string& name : folder.names()) {
    EXPECT_EQ(run_command({"replay", folder.path(name)}).status, 1) << name;
  }
}

TEST(fuzz_command, never_accuses_a_right_framing) {
  for (const char* framing : {"line", "crlf", "delimiter:aab", "count:7", "length:u16be", "length:varint", "netstring",
                              "http1", "resp", "memcache", "mqtt", "smtp"}) {
    for (const char* from : {"client", "server"}) {
      const command_run result = run_command({"fuzz", "--framing", framing, "--from", from, "--runs", "3000"});
      EXPECT_EQ(result.status, 0) << framing << ' ' << from << ": " << result.out << result.err;
      EXPECT_THAT(result.out, HasSubstr("nothing found"));
    }
  }
}

TEST(fuzz_command, finds_the_same_again_with_the_same_seed_and_jobs) {
  const scratch_folder folder;
  const std::vector<std::string> arguments{
      "fuzz", "--framing", "canary:reads_counted", "--runs", "20000", "--seed", "5", "--jobs",
      "3",    "--out",     folder.path()};
  const command_run once = run_command(arguments);
  EXPECT_EQ(once.status, 1);
  EXPECT_EQ(findings_of(once), findings_of(run_command(arguments)));
}

TEST(fuzz_command, begins_with_a_corpus_of_traces_and_inputs) {
  const scratch_folder folder;
  folder.file("talk.trace.jsonl", trace_of("a\\r\\nb\\r\\n"));
  folder.file("raw", properties::encode({.bytes = "ab\r\n", .reads = {3}}));
  const command_run result = run_command(
      {"fuzz", "--framing", "canary:nothing_held", "--corpus", folder.path(), "--runs", "2", "--out", folder.path()});
  EXPECT_EQ(result.status, 1) << result.out << result.err;
}

TEST(fuzz_command, exports_inputs_and_words_of_traces) {
  const scratch_folder folder;
  const command_run result = run_command({"fuzz", "--framing", "http1", "--export-corpus", folder.path("out"),
                                          corpus_file("http1/http1-mtu576.trace.jsonl")});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, ContainsRegex("out/corpus: [0-9]+ inputs"));
  const std::string words = content_of(folder.path("out/http1.dict"));
  for (const char* word : {"\"\\x0d\\x0a\"", "\"GET \"", "\"Content-Length:\""}) EXPECT_THAT(words, HasSubstr(word));
  EXPECT_EQ(run_command({"fuzz", "--framing", "http1", "--corpus", folder.path("out/corpus"), "--runs", "200"}).status,
            0);
}

TEST(fuzz_command, refuses_what_is_wrong) {
  const scratch_folder folder;
  const std::string trace = folder.file("t.trace.jsonl", trace_of("a\\r\\n"));
  const std::vector<std::vector<std::string>> wrong{
      {"fuzz"},
      {"fuzz", "--framing", "nonsense"},
      {"fuzz", "--framing", "canary:nonsense"},
      {"fuzz", "--framing", "crlf", "--runs", "-1"},
      {"fuzz", "--framing", "crlf", "--seconds", "0"},
      {"fuzz", "--framing", "crlf", "--corpus", folder.path("missing")},
      {"fuzz", "--framing", "crlf", "--runs", "1", trace},
      {"fuzz", "--framing", "crlf", "--export-corpus", folder.path("x")},
      {"fuzz", "--framing", "crlf", "--export-corpus", "/dev/null/x", trace},
      {"fuzz", "--framing", "crlf", "--export-corpus", folder.path("x"), folder.path("missing.trace.jsonl")}};
  for (const std::vector<std::string>& arguments : wrong) {
    const command_run result = run_command(arguments);
    EXPECT_EQ(result.status, 2) << testing::PrintToString(arguments) << result.out;
    EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
  }
}

}  // namespace
}  // namespace asynchat::cli
