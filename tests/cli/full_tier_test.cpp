#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "command_run.h"
#include "coverage_report.h"

namespace asynchat::cli {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

command_run full_check(const scratch_folder& folder, const std::string& bytes, std::vector<std::string> more = {}) {
  std::vector<std::string> arguments{
      "check", "--framing", "crlf",        "--tier",
      "full",  "--out",     folder.path(), folder.file("a.trace.jsonl", trace_of(bytes))};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_command(arguments);
}

TEST(tier_full, tells_which_faults_fired_and_which_places_of_the_framing_were_reached) {
  const scratch_folder folder;
  const command_run result = full_check(folder, "USER al\r\n\r\nQUIT\r\n");
  EXPECT_EQ(result.status, 0) << result.out << result.err;
  EXPECT_THAT(result.out, ContainsRegex("short_write [1-9][0-9,]* of [1-9]"));
  EXPECT_THAT(result.out, ContainsRegex("callback_throw [1-9][0-9,]* of [1-9]"));
  EXPECT_THAT(result.out, ContainsRegex("pattern, 1 matched, inside +[1-9][0-9k]* +[1-9][0-9k]* +[1-9]"));
  EXPECT_THAT(result.out, ContainsRegex("20 of 20 cells reached"));
  EXPECT_THAT(result.out, Not(HasSubstr("NEVER")));
}

TEST(tier_full, ends_with_4_when_a_fault_cannot_fire) {
  const scratch_folder folder;
  const command_run result = full_check(folder, "no line ends");
  EXPECT_EQ(result.status, 4) << result.out << result.err;
  EXPECT_THAT(result.out, ContainsRegex("NEVER FIRED: .*short_write"));
  EXPECT_THAT(result.out, HasSubstr("but NOT ALL COVERED"));
}

TEST(tier_full, says_in_json_and_junit_what_was_not_covered) {
  const scratch_folder folder;
  const std::string junit = folder.path("out.xml");
  const command_run result = full_check(folder, "no end", {"--json", "--junit", junit, "--strategy", "short_write"});
  EXPECT_EQ(result.status, 4);
  const nlohmann::json report = nlohmann::json::parse(result.out);
  EXPECT_EQ(report["status"], "not_covered");
  EXPECT_EQ(report["tier"], "full");
  EXPECT_GE(report["faults"]["short_write"]["offered"], 3);
  EXPECT_EQ(report["faults"]["short_write"]["fired"], 0);
  EXPECT_EQ(report["coverage"]["cells"], 0);
  EXPECT_THAT(content_of(junit), HasSubstr("<failure type=\"not_covered\" message=\"never fired: short_write\"/>"));
}

TEST(callbacks, can_be_tried_alone_and_in_any_tier) {
  const scratch_folder folder;
  const std::string trace = folder.file("a.trace.jsonl", trace_of("USER al\r\nQUIT\r\n"));
  const command_run result = run_command({"check", "--framing", "crlf", "--strategy", "callbacks", "--json", trace});
  EXPECT_EQ(result.status, 0) << result.out;
  EXPECT_EQ(nlohmann::json::parse(result.out)["streams"][0]["strategies"].size(), 1u);
}

TEST(profile_hostile, changes_bytes_as_well) {
  const scratch_folder folder;
  const std::string trace = folder.file("a.trace.jsonl", trace_of("USER al\r\nQUIT\r\n"));
  const command_run result = run_command({"check", "--framing", "crlf", "--profile", "hostile", "--json", trace});
  EXPECT_EQ(result.status, 0) << result.out;
  EXPECT_GT(nlohmann::json::parse(result.out)["streams"][0]["strategies"]["flip"]["tried"], 0);
}

TEST(coverage_report, fits_into_the_terminal) {
  sim::fault_ledger faults;
  for (const char* name : {"burst", "callback_discard_buffers", "cut1", "recorded", "short_write"}) {
    faults.add(name, 12345, 1234);
  }
  faults.add("coalesce", 0, 0);
  for (const std::size_t width : {80u, 120u}) {
    std::istringstream lines(faults_table(faults, width));
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), width) << line;
  }
  EXPECT_THAT(faults_table(faults, 80), HasSubstr("nothing to offer to these streams:\n  coalesce\n"));
  EXPECT_THAT(places_table({}), IsEmpty());
}

}  // namespace
}  // namespace asynchat::cli
