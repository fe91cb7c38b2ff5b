// The page about recording is true: its sessions are played, and print what it says.
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>
#include <regex>
#include <sstream>

#include "../traces/trace_vocabulary.h"
#include "recorder.h"

namespace asynchat::cli {
namespace {

struct shown_command {
  std::string text;
  std::string output;
};
using session = std::vector<shown_command>;

/// The console blocks of the section that begin with a server.
std::vector<session> shown_sessions() {
  std::vector<session> result;
  std::ifstream page(std::string(ASYNCHAT_SOURCE) + "/docs/traces.md");
  bool in_section = false;
  bool in_block = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("## ")) in_section = line == "## Recording";
    if (line.starts_with("```")) {
      in_block = in_section && line == "```console";
      if (in_block) result.emplace_back();
    } else if (in_block && line.starts_with("$ ")) {
      result.back().push_back({line.substr(2), {}});
    } else if (in_block) {
      result.back().back().output += line + '\n';
    }
  }
  return result;
}

/// Without what differs from run to run: times and rates.
std::string masked(const std::string& text) {
  return std::regex_replace(text, std::regex("[0-9,.]+ (s|plans/s|MB/s)\\b"), "# $1");
}

/// Plays a session in the current folder, with ports that the system chose in the place of those shown.
class player {
 public:
  std::string play(const std::string& shown) {
    const std::string text = translated(shown);
    if (text.starts_with("kill -INT")) return record_->stop(SIGINT).out;
    if (!text.ends_with(" &")) return examples::run_client({"sh", "-c", text}).out;
    const bool records = text.find(" record ") != std::string::npos;
    std::optional<examples::running_program>& started = records ? record_ : server_;
    // The last address of a server is its own; that of a recorder stands behind --listen.
    const std::size_t colon = records ? shown.find(':') : shown.rfind(':');
    const std::string port = shown.substr(colon + 1, shown.find(' ', colon) - colon - 1);
    const std::string free = with(text.substr(0, text.size() - 2), ':' + port, ":0");
    started.emplace(std::vector<std::string>{"sh", "-c", "exec " + free});
    const std::string line = started->read_line();
    ports_.emplace_back(port, line.substr(line.rfind(':') + 1));
    return "listening on 127.0.0.1:" + port + '\n';
  }

 private:
  static std::string with(std::string text, const std::string& old_word, const std::string& new_word) {
    for (std::size_t at = text.find(old_word); at != std::string::npos;
         at = text.find(old_word, at + new_word.size())) {
      text.replace(at, old_word.size(), new_word);
    }
    return text;
  }

  std::string translated(std::string text) const {
    text = with(std::move(text), "build/release/bin/", examples::program_path(""));
    for (const auto& [shown, chosen] : ports_) text = with(std::move(text), shown, chosen);
    return text;
  }

  std::optional<examples::running_program> server_;
  std::optional<examples::running_program> record_;
  std::vector<std::pair<std::string, std::string>> ports_;
};

TEST(record_page, shows_what_happens) {
  const traces::scratch_folder folder;
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path(""));
  const std::vector<session> sessions = shown_sessions();
  EXPECT_EQ(sessions.size(), 3u);
  for (const session& shown : sessions) {
    player at_work;
    for (const auto& [text, output] : shown) EXPECT_EQ(masked(at_work.play(text)), masked(output)) << text;
  }
  std::filesystem::current_path(before);
}

}  // namespace
}  // namespace asynchat::cli
