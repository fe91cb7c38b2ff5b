#include "shell_word.h"

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

}  // namespace

std::string shell_word(std::string word) {
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:=@%+,";
  if (word != on_one_line(word)) return with_escapes(word);
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
  for (std::size_t at = word.find('\''); at != std::string::npos; at = word.find('\'', at + 4)) {
    word.replace(at, 1, "'\\''");
  }
  return "'" + word + "'";
}

}  // namespace asynchat::cli
