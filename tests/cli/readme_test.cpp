#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "command_run.h"

namespace asynchat::cli {
namespace {

/// A command at the head of a console block of a page or behind it there, and what it is said to print; nothing
/// where the output is left out. Blocks that begin with another command show what that one prints.
struct shown_command {
  std::vector<std::string> arguments;
  std::string output;
};

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::vector<shown_command> shown_commands(const std::string& page) {
  const std::string prompt = "$ build/release/bin/asynchat ";
  std::vector<shown_command> result;
  std::istringstream readme(content_of(std::string(ASYNCHAT_SOURCE) + "/" + page));
  bool in_output = false;
  bool at_head = false;
  bool ours = false;
  for (std::string line; std::getline(readme, line);) {
    if (at_head) ours = line.starts_with(prompt);
    at_head = line == "```console";
    if (ours && line.starts_with(prompt)) {
      result.push_back({words_of(line.substr(prompt.size())), ""});
      in_output = true;
    } else if (line.starts_with("```") || line.starts_with("$ ")) {
      in_output = false;
      ours = ours && !line.starts_with("```");
    } else if (in_output) {
      result.back().output += line + '\n';
    }
  }
  return result;
}

/// Without what differs from run to run: times and rates, and the space that lines them up.
std::string masked(std::string text) {
  text = std::regex_replace(text, std::regex("[0-9]+\\.[0-9]+ s"), "# s");
  text = std::regex_replace(text, std::regex("[0-9,.]+ (plans|MB|seeds)/s"), "# $1/s");
  return std::regex_replace(text, std::regex(" +"), " ");
}

/// Text with `shown` as its lines, where a line "…" stands for any lines.
testing::Matcher<std::string> prints(const std::string& shown) {
  const std::string left_out = "…\n";
  const std::size_t first = shown.find(left_out);
  if (first == std::string::npos) return testing::Eq(shown);
  const std::size_t last = shown.rfind(left_out);
  return testing::AllOf(testing::StartsWith(shown.substr(0, first)),
                        testing::EndsWith(shown.substr(last + left_out.size())));
}

class pages : public testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(each, pages, testing::Values("README.md", "docs/reports.md"));

TEST_P(pages, show_what_the_command_prints) {
  const scratch_folder folder;
  for (const std::string room : {"tests", "traces"}) {
    std::filesystem::create_directory_symlink(std::string(ASYNCHAT_SOURCE) + '/' + room, folder.path(room));
  }
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  const std::vector<shown_command> commands = shown_commands(GetParam());
  for (const shown_command& shown : commands) {
    const command_run result = run_command(shown.arguments);
    EXPECT_NE(result.status, 2) << result.err;
    if (!shown.output.empty()) {
      EXPECT_THAT(masked(result.out), prints(masked(shown.output)));
    }
  }
  std::filesystem::current_path(before);
  EXPECT_GE(commands.size(), 1u);
}

}  // namespace
}  // namespace asynchat::cli
