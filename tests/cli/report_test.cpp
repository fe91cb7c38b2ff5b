#include <gmock/gmock.h>

#include <csignal>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "check_github.h"
#include "check_progress.h"
#include "command_run.h"
#include "trace_line.h"
#include "work_limit.h"
#include "xml_text.h"

namespace asynchat::cli {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;
using testing::StartsWith;

const char* const dialogue = "HELO one\r\nUSER al\r\n\r\nPASS s\r\rt\r\nQUIT\r\n";

/// Sets a variable of the environment as long as it lives.
class environment_variable {
 public:
  environment_variable(const char* name, const std::string& value) : name_(name) { setenv(name, value.c_str(), 1); }
  environment_variable(const environment_variable&) = delete;
  environment_variable& operator=(const environment_variable&) = delete;
  ~environment_variable() { unsetenv(name_); }

 private:
  const char* name_;
};

/// Reads a report with a parser that is not ours; true when all is well.
bool reads(const std::string& form, const std::string& path) {
  const std::string reader = std::string(ASYNCHAT_SOURCE) + "/tests/cli/report_reader.py";
  return std::system(("/usr/bin/python3 '" + reader + "' " + form + " '" + path + "'").c_str()) == 0;
}

/// A check of that many traces, all of which fail.
std::vector<std::string> failing_check(const scratch_folder& folder, int traces) {
  std::vector<std::string> arguments{"check", "--framing", "canary:no_carry_over", "--out", folder.path()};
  for (int i = 0; i < traces; ++i) {
    arguments.push_back(folder.file("talk" + std::to_string(i) + ".trace.jsonl", trace_of(dialogue)));
  }
  return arguments;
}

std::vector<std::string> operator+(std::vector<std::string> arguments, const std::vector<std::string>& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

std::size_t lines_with(const std::string& text, const std::string& what) {
  std::size_t count = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

TEST(junit, is_what_a_parser_of_xml_reads) {
  const scratch_folder folder;
  const std::string path = folder.path("out.xml");
  EXPECT_EQ(run_command(failing_check(folder, 2) + std::vector<std::string>{"--junit", path}).status, 1);
  EXPECT_TRUE(reads("junit", path));
  const std::string text = content_of(path);
  EXPECT_THAT(text, HasSubstr("<testsuites name=\"asynchat check\" tests=\"2\" failures=\"2\""));
  EXPECT_THAT(text, HasSubstr("message=\"1 cut at byte 1, between "));
  EXPECT_THAT(text, HasSubstr("&#10;again: asynchat replay "));
}

TEST(junit, is_well_formed_whatever_the_names_and_bytes) {
  const scratch_folder folder;
  const std::string name = "a<&\"'\x01\xff\n]]>\xe2\x9c\x93.trace.jsonl";
  const std::string trace = folder.file(name, trace_of("\x01<&\x1b[31m\x7f\r\n<![CDATA[\r\n"));
  const std::string path = folder.path("out.xml");
  const command_run result = run_command(
      {"check", "--framing", "canary:nothing_held", "--out", folder.path(), "--junit", path, "--github", trace});
  EXPECT_EQ(result.status, 1) << result.err;
  EXPECT_TRUE(reads("junit", path)) << content_of(path);
  EXPECT_THAT(result.out + result.err, Not(HasSubstr("\x01")));
  EXPECT_THAT(result.out, HasSubstr("asynchat show $'" + folder.path() + "/a<&\"\\'\\001\xff\\012]]>"));
}

TEST(junit, holds_where_all_laws_do) {
  const scratch_folder folder;
  const std::string path = folder.path("out.xml");
  run_command({"check", "--framing", "crlf", "--junit", path, folder.file("a.trace.jsonl", trace_of(dialogue))});
  EXPECT_TRUE(reads("junit", path));
  EXPECT_THAT(content_of(path), HasSubstr("failures=\"0\" errors=\"0\" skipped=\"0\""));
}

TEST(junit, that_cannot_be_written_is_said) {
  const scratch_folder folder;
  const std::string trace = folder.file("a.trace.jsonl", trace_of(dialogue));
  const command_run result = run_command({"check", "--framing", "crlf", "--junit", folder.path("no/x.xml"), trace});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("no/x.xml"));
  EXPECT_THAT(result.out, HasSubstr("laws held"));
}

TEST(xml_text, writes_what_xml_cannot_hold_as_escapes) {
  EXPECT_EQ(xml_text("a<b>&\"\r\n\t"), "a&lt;b&gt;&amp;&quot;&#13;\n\t");
  EXPECT_EQ(xml_text(std::string_view("\0\x1f\x7f", 3)), "\\x00\\x1f\x7f");
  EXPECT_EQ(xml_text("\xc3\xa9\xe2\x9c\x93\xf0\x9f\x98\x80"), "\xc3\xa9\xe2\x9c\x93\xf0\x9f\x98\x80");
  EXPECT_EQ(xml_text("\xc3(\xff\xe2\x9c"), "\\xc3(\\xff\\xe2\\x9c");
  EXPECT_EQ(xml_text("\xed\xa0\x80\xef\xbf\xbe\xc0\x80"), "\\xed\\xa0\\x80\\xef\\xbf\\xbe\\xc0\\x80");
  EXPECT_EQ(xml_text("\xf4\x90\x80\x80\xe0\x80\xaf"), "\\xf4\\x90\\x80\\x80\\xe0\\x80\\xaf");
  EXPECT_EQ(xml_attribute("a\n\tb"), "a&#10;&#9;b");
}

TEST(annotations, are_ten_at_most_and_say_how_many_more_there_are) {
  const scratch_folder folder;
  const command_run result = run_command(failing_check(folder, 12) + std::vector<std::string>{"--github"});
  EXPECT_EQ(lines_with(result.err, "::error file="), 10u);
  EXPECT_THAT(result.err, HasSubstr("\n2 more of 12 failures are not annotated"));
  EXPECT_THAT(result.err, HasSubstr(",line=3,title=asynchat%3A invariance is broken::1 cut at byte 1, "));
  EXPECT_THAT(result.err, HasSubstr("%0Aagain: asynchat replay "));
}

TEST(annotations, name_files_as_the_workspace_does) {
  const scratch_folder folder;
  const environment_variable workspace("GITHUB_WORKSPACE", folder.path());
  const std::string trace = folder.file("100%,a:b.trace.jsonl", trace_of(dialogue));
  const command_run result =
      run_command({"check", "--framing", "canary:no_carry_over", "--out", folder.path(), "--github", trace});
  EXPECT_THAT(result.err, StartsWith("::error file=100%25%2Ca%3Ab.trace.jsonl,line=3,"));
}

TEST(annotations, are_left_away_where_nobody_reads_them) {
  const scratch_folder folder;
  EXPECT_THAT(run_command(failing_check(folder, 1)).err, IsEmpty());
}

TEST(step_summary, is_appended_and_holds_the_table_and_the_failures) {
  const scratch_folder folder;
  const environment_variable summary("GITHUB_STEP_SUMMARY", folder.file("summary.md", "before\n"));
  run_command(failing_check(folder, 2) + std::vector<std::string>{"--github"});
  const std::string text = content_of(folder.path("summary.md"));
  EXPECT_THAT(text, StartsWith("before\n### asynchat check: 3 of 7 laws BROKEN\n\n| trace | framing | from |"));
  EXPECT_EQ(lines_with(text, "```text\ninvariance: 1 cut at byte 1, "), 2u);
}

TEST(step_summary, keeps_to_its_limit) {
  check_outcome outcome;
  checked failed;
  failed.stream.trace = "talk.trace.jsonl";
  failed.report.troubles.push_back(std::string(1000, '`'));
  for (int i = 0; i < 40; ++i) outcome.add(failed);
  for (const std::size_t most : {0u, 50u, 500u, 20'000u, 200'000u}) {
    const std::string text = step_summary_of(outcome, most);
    EXPECT_LE(text.size(), most);
    if (most == 20'000u) {
      EXPECT_THAT(text, ContainsRegex("\n3[0-9] more of 40 failures have no room here\\.\n$"));
    }
  }
}

TEST(trace_line, is_that_of_the_chunk_with_the_byte) {
  const std::string mail = data_file("hand/mail.trace.jsonl");
  EXPECT_EQ(trace_line(mail, 1, side::client, 0), 3u);
  EXPECT_EQ(trace_line(mail, 1, side::client, 21), 3u);
  EXPECT_EQ(trace_line(mail, 1, side::client, 22), 4u);
  EXPECT_EQ(trace_line(mail, 1, side::client, 34), 4u);
  EXPECT_EQ(trace_line(mail, 1, side::server, 0), std::nullopt);
  EXPECT_EQ(trace_line(data_file("captures/http1-mtu576.pcapng"), 1, side::client, 0), std::nullopt);
}

nlohmann::json json_report(const std::vector<std::string>& arguments) {
  return nlohmann::json::parse(run_command(arguments + std::vector<std::string>{"--json"}).out);
}

std::vector<std::string> members_of(const nlohmann::json& object) {
  std::vector<std::string> names;
  for (const auto& [name, value] : object.items()) names.push_back(name);
  return names;
}

/// The members that a page's tables name, all tables together.
std::vector<std::string> documented_members() {
  const std::string page = content_of(std::string(ASYNCHAT_SOURCE) + "/docs/reports.md");
  const std::string part = page.substr(page.find("## JSON"), page.find("## JUnit") - page.find("## JSON"));
  std::vector<std::string> names;
  for (std::size_t at = part.find("\n| `"); at != std::string::npos; at = part.find("\n| `", at + 1)) {
    std::string cell = part.substr(at + 3, part.find(" |", at + 3) - at - 3);
    for (std::size_t tick = cell.find('`'); tick != std::string::npos; tick = cell.find('`')) {
      const std::size_t end = cell.find('`', tick + 1);
      names.push_back(cell.substr(tick + 1, end - tick - 1));
      cell.erase(0, end + 1);
    }
  }
  return names;
}

/// What a report of tier full has besides.
std::vector<std::string> members_of_tier_full() {
  const nlohmann::json report =
      json_report({"check", "--framing", "crlf", "--tier", "full", data_file("hand/mail.trace.jsonl")});
  std::set<std::string> names{"faults", "coverage"};
  EXPECT_TRUE(report.contains("faults") && report.contains("coverage"));
  for (const nlohmann::json& place : report["coverage"]["places"]) {
    for (const std::string& name : members_of(place)) names.insert(name);
  }
  return {names.begin(), names.end()};
}

TEST(json_report, has_the_members_that_the_docs_name_and_no_other) {
  const scratch_folder folder;
  const nlohmann::json report = json_report(failing_check(folder, 1));
  std::vector<std::string> members = members_of(report);
  const nlohmann::json& stream = report["streams"][0];
  members = members + members_of(stream) + members_of(stream["failure"]);
  EXPECT_THAT(documented_members(), IsSupersetOf(members_of(report)));
  EXPECT_THAT(documented_members(), testing::UnorderedElementsAreArray(members + members_of_tier_full()));
}

TEST(json_report, says_how_the_check_ended) {
  const scratch_folder folder;
  const nlohmann::json report = json_report(failing_check(folder, 1));
  EXPECT_EQ(report["status"], "failed");
  EXPECT_EQ(report["exit_status"], 1);
  EXPECT_THAT(report["laws"]["invariance"]["sentence"], HasSubstr("however the same bytes are cut"));
  EXPECT_THAT(report["streams"][0]["failure"]["show"], StartsWith("asynchat show "));
  EXPECT_EQ(report["streams"][0]["failure"]["found_at"], 1);
}

TEST(a_budget, that_ends_before_a_verdict_is_told_with_what_is_left) {
  const std::vector<std::string> arguments{"check", "--framing", "resp", "--budget",
                                           "0.001", "--jobs",    "1",    corpus_file("resp/redis-mtu1500.trace.jsonl")};
  const command_run result = run_command(arguments);
  EXPECT_EQ(result.status, 124);
  EXPECT_THAT(result.out, HasSubstr("The budget of 0.001 s ended after 0 of 26 streams; "));
  EXPECT_THAT(result.out, HasSubstr("no verdict: "));
  EXPECT_THAT(result.err, IsEmpty());
  EXPECT_EQ(json_report(arguments)["status"], "budget_ended");
}

TEST(a_budget, that_ends_is_skipped_streams_in_junit) {
  const scratch_folder folder;
  const std::string path = folder.path("out.xml");
  run_command({"check", "--framing", "resp", "--budget", "0.001", "--junit", path,
               corpus_file("resp/redis-mtu1500.trace.jsonl")});
  EXPECT_TRUE(reads("junit", path));
  EXPECT_THAT(content_of(path), HasSubstr("<skipped message=\"not begun\"/>"));
}

TEST(a_budget, that_suffices_changes_nothing) {
  const scratch_folder folder;
  EXPECT_EQ(run_command(failing_check(folder, 1) + std::vector<std::string>{"--budget", "1000"}).status, 1);
  const std::string trace = folder.file("good.trace.jsonl", trace_of(dialogue));
  EXPECT_EQ(run_command({"check", "--framing", "crlf", "--budget", "1000", trace}).status, 0);
}

TEST(a_failure, wins_over_a_budget_that_ended) {
  check_outcome outcome;
  checked one;
  one.report.stopped = true;
  outcome.add(one);
  EXPECT_EQ(status_of(outcome), budget_ended);
  one.report.laws[0].broken = 1;
  outcome.add(one);
  EXPECT_EQ(status_of(outcome), law_failed);
  outcome.was_interrupted = true;
  EXPECT_EQ(status_of(outcome), interrupted);
}

TEST(work_limit, is_reached_by_an_interrupt_once) {
  {
    const work_limit limit({});
    EXPECT_FALSE(limit.reached());
    std::raise(SIGINT);
    EXPECT_TRUE(limit.reached());
    EXPECT_TRUE(limit.interrupted());
  }
  EXPECT_FALSE(work_limit({}).reached());
  EXPECT_FALSE(work_limit(1000).reached());
}

TEST(strategies, are_chosen_by_name) {
  const scratch_folder folder;
  const std::string trace = folder.file("a.trace.jsonl", trace_of(dialogue));
  const nlohmann::json report =
      json_report({"check", "--framing", "crlf", "--strategy", "cut1", "--strategy", "burst", trace});
  EXPECT_EQ(report["options"]["strategies"], nlohmann::json({"cut1", "burst"}));
  EXPECT_EQ(report["streams"][0]["strategies"].size(), 9u);
  EXPECT_EQ(report["plans_tried"], report["plans_possible"]);
}

TEST(strategies, that_are_named_have_all_their_plans_tried) {
  for (const char* name : {"cut1", "cut2", "eof"}) {
    const nlohmann::json report =
        json_report({"check", "--framing", "smtp", "--strategy", name, data_file("hand/mail.trace.jsonl")});
    EXPECT_EQ(report["plans_tried"], report["plans_possible"]) << name;
    EXPECT_GT(report["plans_tried"], 30) << name;
  }
}

TEST(strategies, that_have_no_plan_prove_nothing) {
  const scratch_folder folder;
  const std::string trace = folder.file("a.trace.jsonl", trace_of("a\r\n"));
  const command_run result = run_command({"check", "--framing", "crlf", "--strategy", "recorded", trace});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("expected streams that recorded has plans for"));
}

TEST(strategies, that_nobody_knows_are_refused_with_those_that_are_known) {
  const command_run result = run_command({"check", "--framing", "crlf", "--strategy", "cut\x1b", "x"});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, AllOf(HasSubstr("unknown strategy 'cut?'"), HasSubstr("burst(2) to burst(9)")));
}

TEST(help, tells_the_strategies_and_every_exit_status) {
  const std::string help = run_command({"check", "--help"}).out;
  EXPECT_THAT(help, HasSubstr("  fixed(2) to fixed(16)\n      A buffer that is filled exactly"));
  EXPECT_THAT(help, HasSubstr("  124  the budget ended without a verdict"));
  EXPECT_THAT(run_command({"--help"}).out, HasSubstr("  124  the budget ended without a verdict"));
}

TEST(rough_time, is_in_the_unit_that_a_person_would_take) {
  EXPECT_EQ(rough_time(7.2), "8 s");
  EXPECT_EQ(rough_time(150), "2 min");
  EXPECT_EQ(rough_time(3 * 3600), "3 h");
}

}  // namespace
}  // namespace asynchat::cli
