#include <gmock/gmock.h>
#include <wordexp.h>

#include <cstdlib>
#include <filesystem>
#include <regex>
#include <sstream>

#include "command_run.h"

namespace asynchat::cli {
namespace {

using testing::HasSubstr;

const std::string source = ASYNCHAT_SOURCE;

std::string page() { return content_of(source + "/docs/ci.md"); }

/// The lines of a page's blocks that call the command, without what stands before it.
std::vector<std::string> calls_of_the_command() {
  std::vector<std::string> calls;
  std::istringstream lines(page());
  const std::regex call("^( *- | +|\\$ )(asynchat .*)$");
  std::smatch found;
  for (std::string line; std::getline(lines, line);) {
    if (std::regex_match(line, found, call)) calls.push_back(found[2]);
  }
  return calls;
}

/// The words of a shell's line, without the first.
std::vector<std::string> arguments_of(const std::string& line) {
  wordexp_t words{};
  EXPECT_EQ(wordexp(line.c_str(), &words, WRDE_NOCMD | WRDE_UNDEF), 0) << line;
  std::vector<std::string> result(words.we_wordv + 1, words.we_wordv + words.we_wordc);
  wordfree(&words);
  return result;
}

TEST(ci_page, has_workflows_that_a_parser_of_yaml_reads) {
  const std::string reader = source + "/tests/cli/report_reader.py";
  EXPECT_EQ(std::system(("/usr/bin/python3 '" + reader + "' workflows '" + source + "/docs/ci.md'").c_str()), 0);
}

TEST(ci_page, calls_the_command_as_it_is) {
  const scratch_folder folder;
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  std::filesystem::create_directory("repros");
  std::filesystem::create_directory("traces");
  folder.file("traces/talk.trace.jsonl", trace_of("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
  const std::string talk = folder.file("talk.trace.jsonl", trace_of("HELO\r\n"));
  EXPECT_EQ(run_command({"check", "--framing", "canary:no_carry_over", talk}).status, 1);
  for (const std::string& line : calls_of_the_command()) {
    const command_run result = run_command(arguments_of(line));
    EXPECT_EQ(result.status, line.find("replay") == std::string::npos ? 0 : 1) << line << '\n' << result.err;
  }
  EXPECT_TRUE(std::filesystem::exists("asynchat.xml"));
  std::filesystem::current_path(before);
  EXPECT_GE(calls_of_the_command().size(), 5u);
}

TEST(ci_page, installs_what_the_build_needs) {
  const std::string dev = content_of(source + "/dev");
  const std::string needs = dev.substr(dev.find("build) cat"), dev.find("test) cat") - dev.find("build) cat"));
  std::istringstream lines(needs.substr(needs.find('\n') + 1));
  std::string package, sign, reason;
  while (lines >> package >> sign && std::getline(lines, reason)) {
    const bool is_for_tests = reason.find("tests") != std::string::npos;
    if (is_for_tests || package == "TEXT") continue;
    EXPECT_THAT(page(), HasSubstr(package));
  }
}

}  // namespace
}  // namespace asynchat::cli
