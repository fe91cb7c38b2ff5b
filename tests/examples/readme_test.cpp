// The page that shows the examples is true: its commands are run, and print what it says.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "process.h"

namespace asynchat::examples {
namespace {

/// A server as the page starts it, and what is then asked of it.
struct shown_session {
  std::string name;
  std::vector<std::string> operands;
  std::string port;
  struct command {
    std::string text;
    std::string output;
  };
  std::vector<command> commands;
};

const std::string server_prompt = "$ build/release/bin/";

/// Reads "$ build/release/bin/NAME OPERAND… HOST:PORT &".
shown_session started_by(const std::string& line) {
  std::istringstream in(line.substr(server_prompt.size()));
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  const std::string& address = words.at(words.size() - 2);
  return {words.front(), {words.begin() + 1, words.end() - 2}, address.substr(address.find(':') + 1), {}};
}

std::vector<shown_session> shown_sessions() {
  std::vector<shown_session> result;
  std::ifstream page(std::string(ASYNCHAT_SOURCE) + "/examples/README.md");
  bool in_block = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("```")) {
      in_block = line == "```console";
    } else if (in_block && line.starts_with(server_prompt)) {
      result.push_back(started_by(line));
    } else if (in_block && line.starts_with("$ ")) {
      result.back().commands.push_back({line.substr(2), {}});
    } else if (in_block && !result.back().commands.empty()) {
      result.back().commands.back().output += line + '\n';
    }
  }
  return result;
}

std::string with(std::string text, const std::string& old_word, const std::string& new_word) {
  for (std::size_t at = text.find(old_word); at != std::string_view::npos;
       at = text.find(old_word, at + new_word.size())) {
    text.replace(at, old_word.size(), new_word);
  }
  return text;
}

/// What a program sends with CR LF a page shows without the CR, and ends the last line where it does not end itself.
std::string as_shown(std::string output) {
  output = with(std::move(output), "\r\n", "\n");
  if (!output.empty() && !output.ends_with('\n')) output += '\n';
  return output;
}

TEST(examples_readme, shows_what_the_programs_do) {
  std::filesystem::current_path(ASYNCHAT_SOURCE);
  const std::vector<shown_session> sessions = shown_sessions();
  EXPECT_EQ(sessions.size(), 5u);
  for (const shown_session& shown : sessions) {
    running_server server(shown.name, shown.operands);
    for (const auto& [text, output] : shown.commands) {
      std::string heard =
          run_client({"sh", "-c", "export no_proxy='*'; " + with(text, shown.port, server.port_text())}).out;
      // A sink's line is its own, not its client's.
      if (shown.name == "smtp_sink") heard = server.program().read_line();
      EXPECT_EQ(as_shown(heard), output) << text;
    }
  }
}

}  // namespace
}  // namespace asynchat::examples
