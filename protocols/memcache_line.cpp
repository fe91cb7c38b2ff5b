#include "memcache_line.h"

#include <algorithm>
#include <array>
#include <vector>

#include "read_number.h"

namespace asynchat::protocols {

namespace {

using words = std::vector<std::string_view>;

constexpr std::size_t key_bytes_max = 250;

/// What may follow the words that a line needs.
enum class tail : std::uint8_t { noreply, unique, anything };

/// A line that announces a block.
struct block_form {
  std::string_view name;
  side from;
  std::string_view needed;  ///< a letter for each word after the name: key, flags, time, length, unique
  tail optional;
};

constexpr std::array<block_form, 9> forms{{
    {"set", side::client, "kftl", tail::noreply},
    {"add", side::client, "kftl", tail::noreply},
    {"replace", side::client, "kftl", tail::noreply},
    {"append", side::client, "kftl", tail::noreply},
    {"prepend", side::client, "kftl", tail::noreply},
    {"cas", side::client, "kftlu", tail::noreply},
    {"ms", side::client, "kl", tail::anything},
    {"VALUE", side::server, "kfl", tail::unique},
    {"VA", side::server, "l", tail::anything},
}};

words words_of(std::string_view line) {
  words found;
  while (!line.empty()) {
    const std::string_view first = line.substr(0, line.find(' '));
    if (!first.empty()) found.push_back(first);
    line.remove_prefix(std::min(first.size() + 1, line.size()));
  }
  return found;
}

/// The length is judged last, for itself.
bool is_well_formed(std::string_view word, char letter) {
  switch (letter) {
    case 'k':
      return word.size() <= key_bytes_max;
    case 'f':
      return read_number<std::uint32_t>(word).has_value();
    case 't':
      return read_number<std::int64_t>(word).has_value();
    case 'u':
      return read_number<std::uint64_t>(word).has_value();
    default:
      return true;
  }
}

/// `rest` are the words after those that the line needs.
bool is_allowed(const words& rest, tail optional) {
  if (rest.empty() || optional == tail::anything) return true;
  if (rest.size() > 1) return false;
  return optional == tail::noreply ? rest[0] == "noreply" : is_well_formed(rest[0], 'u');
}

bool has_form(const words& line, const block_form& form) {
  const std::size_t needed = form.needed.size() + 1;
  if (line.size() < needed) return false;
  for (std::size_t i = 1; i < needed; ++i) {
    if (!is_well_formed(line[i], form.needed[i - 1])) return false;
  }
  return is_allowed(words(line.begin() + static_cast<std::ptrdiff_t>(needed), line.end()), form.optional);
}

}  // namespace

memcache_line read_memcache_line(std::string_view text, side from) {
  if (text.find('\r') != std::string_view::npos) return {std::nullopt, "bare-cr"};
  const words line = words_of(text);
  for (const block_form& form : forms) {
    if (line.empty() || form.from != from || form.name != line[0]) continue;
    if (!has_form(line, form)) return {std::nullopt, "block-line"};
    const auto size = read_number<std::uint64_t>(line[form.needed.find('l') + 1]);
    return {size, size ? "" : "length"};
  }
  return {};
}

}  // namespace asynchat::protocols
