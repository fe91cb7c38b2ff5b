#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::protocols {

/// What stands before the end, which `rest` loses with it; all of `rest` where there is no such end.
inline std::string_view take_until(std::string_view& rest, std::string_view end) {
  const std::size_t at = rest.find(end);
  const std::string_view taken = rest.substr(0, at);
  rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + end.size());
  return taken;
}

/// The words between blanks.
inline std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  while (!line.empty()) {
    const std::string_view word = take_until(line, " ");
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

inline std::string in_capitals(std::string_view text) {
  std::string made(text);
  std::transform(made.begin(), made.end(), made.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return made;
}

}  // namespace asynchat::protocols
