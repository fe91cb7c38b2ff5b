#include <asynchat/properties/fuzz/vocabulary.h>

#include <set>

namespace asynchat::properties {
namespace {

constexpr std::size_t sample_bytes_max = 64;

/// In quotes, every byte that is not plain ASCII as \xHH: these readers know no other escapes but \\ and \".
std::string dictionary_entry(const std::string& bytes) {
  constexpr char digits[] = "0123456789abcdef";
  std::string text = "\"";
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    if (value < ' ' || value > '~' || byte == '"' || byte == '\\') {
      text += {'\\', 'x', digits[value / 16], digits[value % 16]};
    } else {
      text += byte;
    }
  }
  return text + "\"\n";
}

}  // namespace

vocabulary vocabulary_of(const subject& parser) {
  vocabulary result;
  const std::unique_ptr<session> fresh = parser.start();
  const std::optional<asynchat::boundary> live = fresh->boundary();
  if (live && !live->pattern.empty()) result.terminators.emplace_back(live->pattern);
  return result;
}

std::string to_dictionary(const vocabulary& words) {
  std::string text;
  std::set<std::string> seen;
  for (const std::vector<std::string>* list : {&words.terminators, &words.words, &words.samples}) {
    for (const std::string& one : *list) {
      const bool fits = list != &words.samples || one.size() <= sample_bytes_max;
      if (!one.empty() && fits && seen.insert(one).second) text += dictionary_entry(one);
    }
  }
  return text;
}

}  // namespace asynchat::properties
