#include "check_wording.h"

#include <fmt/core.h>

#include <string_view>

#include "terminal.h"

namespace asynchat::cli {

namespace {

/// A word with control characters, as the shells take it that know $'...'.
std::string with_escapes(const std::string& word) {
  std::string text = "$'";
  for (const char each : word) {
    if (on_one_line({each}) != std::string{each}) {
      text += fmt::format("\\{:03o}", static_cast<unsigned char>(each));
    } else {
      text += each == '\'' || each == '\\' ? std::string{'\\', each} : std::string{each};
    }
  }
  return text + '\'';
}

/// A file's name as one word of a shell's command, which no option looks like.
std::string shell_word(const std::string& path) {
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:=@%+,";
  std::string word = path.starts_with('-') ? "./" + path : path;
  if (word != on_one_line(word)) return with_escapes(word);
  if (word.find_first_not_of(plain) == std::string::npos) return word;
  for (std::size_t at = word.find('\''); at != std::string::npos; at = word.find('\'', at + 4)) {
    word.replace(at, 1, "'\\''");
  }
  return "'" + word + "'";
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

std::string replay_command(const std::string& path) { return "asynchat replay " + shell_word(path); }

std::string show_command(const std::string& path) { return "asynchat show " + shell_word(path); }

}  // namespace asynchat::cli
