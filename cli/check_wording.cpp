#include "check_wording.h"

#include <fmt/core.h>

#include "shell_word.h"
#include "terminal.h"

namespace asynchat::cli {

namespace {

/// A file's name as one word, which no option looks like.
std::string file_word(const std::string& path) { return shell_word(path.starts_with('-') ? "./" + path : path); }

}  // namespace

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string counted(std::uint64_t number, const std::string& noun) {
  return grouped(number) + ' ' + noun + (number == 1 ? "" : "s");
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& one : names) text += (text.empty() ? "" : ", ") + one;
  return text;
}

std::string where(const recorded_stream& stream) { return on_one_line(stream.trace) + ": " + where_in_trace(stream); }

std::string where_in_trace(const recorded_stream& stream) {
  return fmt::format("connection {}, from the {}", stream.conn, to_string(stream.from));
}

std::vector<std::string> broken_laws(const checked& one) {
  std::vector<std::string> names;
  for (const properties::law which : properties::all_laws) {
    if (one.report[which].broken > 0) names.emplace_back(to_string(which));
  }
  return names;
}

std::vector<std::string> incomplete_strategies(const checked& one) {
  std::vector<std::string> names;
  for (const properties::strategy_result& each : one.report.strategies) {
    const std::string family = each.name.substr(0, each.name.find('('));
    if (!each.complete && (names.empty() || names.back() != family)) names.push_back(family);
  }
  return names;
}

std::string what_is_left(const checked& one) {
  return one.begun ? "not tried to the end: " + listed(incomplete_strategies(one)) : "not begun";
}

std::string replay_command(const std::string& path) { return "asynchat replay " + file_word(path); }

std::string replay_command(const told_failure& told) { return replay_command(told.repro_path) + told.replay_options; }

std::string show_command(const std::string& path) { return "asynchat show " + file_word(path); }

}  // namespace asynchat::cli
