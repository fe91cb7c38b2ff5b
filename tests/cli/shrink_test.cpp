#include <asynchat/traces/repro.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "command_run.h"
#include "replay_simulation.h"
#include "simulated_protocols.h"

namespace asynchat::cli {
namespace {

using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// A repro of that many lines, of which each byte comes by itself.
traces::repro byte_by_byte(const std::string& subject, std::size_t lines) {
  traces::repro recorded;
  recorded.subject = subject;
  recorded.property = "invariance";
  std::string bytes;
  for (std::size_t i = 0; i < lines; ++i) bytes += "line " + std::to_string(i) + "\r\n";
  recorded.streams.push_back({3, side::server, bytes, "1*" + std::to_string(bytes.size()) + " | eof", {}});
  recorded.origin = {"7", "single", "t.trace.jsonl", "asynchat 0"};
  return recorded;
}

std::string written(const scratch_folder& folder, const std::string& name, const traces::repro& recorded) {
  traces::write_repro(folder.path(name), recorded);
  return folder.path(name);
}

TEST(shrink, writes_a_smaller_repro_that_fails_by_the_same_law) {
  const scratch_folder folder;
  const std::string path = written(folder, "a.repro.json", byte_by_byte("canary:cr_ends_line", 40));
  const command_run result = run_command({"shrink", path});
  EXPECT_EQ(result.status, 0) << result.err;
  const std::string small = folder.path("a-shrunk.repro.json");
  EXPECT_EQ(result.out,
            "smaller: bytes 350 to 2, cuts 349 to 1, steps 350 to 2\n"
            "invariance: 1 cut at byte 1, between CR and LF: frame 2 \"\" is too many\n"
            "\n"
            "        0  1\n"
            "bytes   \\r|\\n\n"
            "whole   1----\n"
            "cut     1----2\n"
            "             ^\n"
            "\n"
            "repro:  " +
                small + "\nagain:  asynchat replay " + small + "\nshow:   asynchat show " + small + "\n");
  const traces::repro read = traces::read_repro(small);
  EXPECT_EQ(read.origin.seed, "7");
  EXPECT_EQ(read.origin.trace, "t.trace.jsonl");
  EXPECT_EQ(read.streams.at(0).conn, 3u);
  EXPECT_EQ(read.streams[0].from, side::server);
  EXPECT_EQ(run_command({"replay", small}).status, 1);
}

TEST(shrink, says_that_a_shrunk_one_cannot_be_shrunk_further) {
  const scratch_folder folder;
  const std::string path = written(folder, "a.repro.json", byte_by_byte("canary:cr_ends_line", 4));
  const std::string small = folder.path("b.repro.json");
  EXPECT_EQ(run_command({"shrink", path, "-o", small}).status, 0);
  const std::string content = content_of(small);
  const command_run again = run_command({"shrink", small});
  EXPECT_EQ(again.status, 0);
  EXPECT_EQ(again.out, "cannot be shrunk further; nothing is written\n");
  EXPECT_THAT(folder.names(), ElementsAre("a.repro.json", "b.repro.json"));
  EXPECT_THAT(run_command({"shrink", small, "-o", small}).out, StartsWith("cannot be shrunk further\ninvariance: "));
  EXPECT_EQ(content_of(small), content);
}

TEST(shrink, writes_nothing_where_the_law_holds_now) {
  const scratch_folder folder;
  const std::string path = written(folder, "a.repro.json", byte_by_byte("crlf", 4));
  const command_run result = run_command({"shrink", path, "-o", folder.path("b.repro.json")});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.out, "held: crlf keeps the law invariance now; nothing is written\n");
  EXPECT_THAT(folder.names(), ElementsAre("a.repro.json"));
}

TEST(shrink, ends_with_the_smallest_so_far_when_its_budget_is_spent) {
  const scratch_folder folder;
  const std::string path = written(folder, "a.repro.json", byte_by_byte("canary:cr_ends_line", 3000));
  const command_run result = run_command({"shrink", path, "-o", folder.path("b.repro.json"), "--budget", "0.05"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(run_command({"replay", folder.path("b.repro.json")}).status, 1);
}

TEST(shrink, writes_to_standard_output) {
  const scratch_folder folder;
  const std::string path = written(folder, "a.repro.json", byte_by_byte("canary:cr_ends_line", 4));
  const command_run result = run_command({"shrink", path, "-o", "-"});
  EXPECT_EQ(traces::read_repro(folder.file("b", result.out)).property, "invariance");
  EXPECT_THAT(result.err, StartsWith("smaller: bytes "));
}

/// The repro that check leaves of a canary; it has been shrunk for a moment.
std::vector<std::string> checked_repros(const scratch_folder& folder, const std::string& canary) {
  const std::string text = canary == "next_header_peeked" ? "\x03"
                                                            "abc\x02xy\x01z"
                                                          : "one\r\ntwo\r\n";
  const std::string trace = folder.file("a.trace.jsonl", trace_of(text));
  run_command({"check", "--framing", "canary:" + canary, "--out", folder.path(), trace});
  std::vector<std::string> names = folder.names();
  std::erase_if(names, [](const std::string& name) { return !name.ends_with(".repro.json"); });
  return names;
}

class shrink_of : public testing::TestWithParam<std::pair<const char*, const char*>> {};

// Of some laws, a repro does not say all that its counterexample needs.
INSTANTIATE_TEST_SUITE_P(
    each_law, shrink_of,
    testing::Values(std::pair("short_write_reorders", "conservation"), std::pair("empty_read_ends", "empty_reads"),
                    std::pair("limit_counts_terminator", "limits"), std::pair("advance_by_one", "model"),
                    std::pair("next_header_peeked", "suffix"), std::pair("output_lost_at_end", "progress")));

TEST_P(shrink_of, can_judge_less_of_what_check_found) {
  const scratch_folder folder;
  const auto [canary, law] = GetParam();
  const std::vector<std::string> found = checked_repros(folder, canary);
  ASSERT_EQ(found.size(), 1u);
  traces::repro recorded = traces::read_repro(folder.path(found[0]));
  EXPECT_EQ(recorded.property, law);
  const command_run result = run_command({"shrink", folder.path(found[0]), "--budget", "2"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, testing::AnyOf(StartsWith("cannot be shrunk further"), StartsWith("smaller")));
}

TEST(shrink, leaves_what_is_only_slow_as_it_is) {
  const scratch_folder folder;
  traces::repro slow = byte_by_byte("canary:rescans_line", 0);
  slow.property = "linear_cost";
  slow.streams[0].bytes = std::string(60000, 'a');
  slow.streams[0].plan = "1*60000 | eof";
  const command_run result = run_command({"shrink", written(folder, "a.repro.json", slow)});
  EXPECT_EQ(result.status, 0) << result.err;
  // What it costs is measured in time, which a busy machine may not show.
  EXPECT_THAT(
      result.out,
      testing::AnyOf("cannot be shrunk: by the law linear_cost, a part of a delivery cannot be judged; nothing is "
                     "written\n",
                     "held: canary:rescans_line keeps the law linear_cost now; nothing is written\n"));
  EXPECT_THAT(folder.names(), testing::ElementsAre("a.repro.json"));
}

TEST(shrink, shrinks_the_schedule_of_a_simulation) {
  const scratch_folder folder;
  traces::repro recorded =
      properties::simulation::record_seed(simulation_of("canary:no_carry_over"), 0, replay_bounds());
  recorded.subject = "sim:canary:no_carry_over";
  const command_run result = run_command({"shrink", written(folder, "a.repro.json", recorded)});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, ContainsRegex("^smaller: bytes .*, schedule lines [0-9]+ to [0-9]+, words in them"));
  const std::string small = folder.path("a-shrunk.repro.json");
  EXPECT_EQ(run_command({"replay", small}).status, 1);
  EXPECT_EQ(run_command({"shrink", small}).out, "cannot be shrunk further; nothing is written\n");
}

TEST(shrink, shrinks_what_a_program_fails_on_once_it_is_told_to_run_it) {
  const scratch_folder folder;
  // It tells how many bytes its first read brought, which depends on the cuts.
  const std::string program = "dd bs=65536 count=1 2>/dev/null | wc -c; cat >/dev/null";
  traces::repro recorded = byte_by_byte("exec:" + program, 2);
  const std::string path = written(folder, "a.repro.json", recorded);
  EXPECT_THAT(run_command({"shrink", path}).err, HasSubstr("a file's word for that is not enough"));
  const command_run result = run_command({"shrink", path, "--trust", "--budget", "20"});
  EXPECT_EQ(result.status, 0) << result.err << result.out;
  EXPECT_THAT(result.out, HasSubstr("smaller: bytes 16 to 2, cuts 15 to 1, steps 16 to 2\n"));
}

TEST(shrink, refuses_what_it_cannot_play) {
  const scratch_folder folder;
  const std::string path = written(folder, "a.repro.json", byte_by_byte("the parser of a \x1b[2Jtest", 2));
  const command_run result = run_command({"shrink", path});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("a.repro.json: subject: "));
  EXPECT_THAT(result.err, HasSubstr("a parser that a test brings is played by that test alone"));
  EXPECT_THAT(result.err, Not(ContainsRegex("[\x01-\x09\x0b-\x1f\x7f]")));
  const command_run trace = run_command({"shrink", folder.file("b", trace_of("a"))});
  EXPECT_EQ(trace.status, 2);
  EXPECT_THAT(trace.err, HasSubstr("expected a repro, found a trace; asynchat show shows traces and captures"));
  EXPECT_THAT(run_command({"shrink", data_file("captures/smtp-mtu576.pcapng")}).err, HasSubstr("expected a repro; "));
}

}  // namespace
}  // namespace asynchat::cli
