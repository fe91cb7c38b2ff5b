#include "check_wording.h"

#include <fmt/core.h>

#include <sstream>

#include "shell_word.h"
#include "terminal.h"

namespace asynchat::cli {

namespace {

/// A file's name as one word, which no option looks like.
std::string file_word(const std::string& path) { return shell_word(path.starts_with('-') ? "./" + path : path); }

/// What a parser that is not deterministic told of one delivery; nothing of any other.
std::string both_logs(const told_failure& told) {
  if (told.law != to_string(properties::law::replay)) return {};
  std::string text = "not deterministic; played once:\n";
  for (const std::string& line : told.first_log) text += "  " + line + '\n';
  text += "played again:\n";
  for (const std::string& line : told.second_log) text += "  " + line + '\n';
  return text;
}

/// The lines of a hostile text, two columns to the right, with nothing in them that steers a terminal.
std::string indented(const std::string& text) {
  std::string result;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) result += "  " + on_one_line(line) + '\n';
  return result;
}

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

std::string where(const stream_name& stream) { return on_one_line(stream.trace) + ": " + where_in_trace(stream); }

std::string where_in_trace(const stream_name& stream) {
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

std::string text_of(const told_failure& told) {
  std::string text = fmt::format("{}: {}\n\n", told.law, told.sentence);
  if (!told.ruler.empty()) text += told.ruler + '\n';
  text += both_logs(told);
  if (!told.aside.empty()) text += "standard error:\n" + indented(told.aside) + '\n';
  return text + fmt::format("repro:  {}\nagain:  {}\nshow:   {}\n", on_one_line(told.repro_path), replay_command(told),
                            show_command(told.repro_path));
}

}  // namespace asynchat::cli
