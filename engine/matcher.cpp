#include <asynchat/engine/matcher.h>

#include <asynchat/transport/check.h>

#include <algorithm>
#include <cstring>

namespace asynchat {

namespace {

/// Writes border(n) of `pattern` to borders[n - 1] for every n. Knuth, Morris and Pratt's failure function.
template <class Borders>
void fill_borders(std::string_view pattern, Borders& borders) {
  using value = typename Borders::value_type;
  std::size_t length = 0;
  borders[0] = 0;
  for (std::size_t i = 1; i < pattern.size(); ++i) {
    while (length > 0 && pattern[i] != pattern[length]) length = borders[length - 1];
    if (pattern[i] == pattern[length]) ++length;
    borders[i] = static_cast<value>(length);
  }
}

}  // namespace

matcher::matcher(std::string_view pattern) : pattern_(pattern) {
  ASYNCHAT_CHECK(!pattern.empty(), "a matcher's pattern is not empty");
  if (pattern.size() <= short_pattern_max) {
    fill_borders(pattern_, short_borders_);
  } else {
    std::vector<std::uint32_t> borders(pattern.size());
    fill_borders(pattern_, borders);
    long_borders_ = std::make_shared<const std::vector<std::uint32_t>>(std::move(borders));
  }
}

std::size_t matcher::border(std::size_t length) const {
  return long_borders_ != nullptr ? (*long_borders_)[length - 1] : short_borders_[length - 1];
}

match matcher::scan(std::string_view chunk) {
  const std::size_t held_before = held_;
  std::size_t matched = held_;
  std::size_t at = 0;
  while (at < chunk.size()) {
    if (matched == 0) {
      const void* first = std::memchr(chunk.data() + at, pattern_[0], chunk.size() - at);
      if (first == nullptr) {
        at = chunk.size();
        break;
      }
      at = static_cast<std::size_t>(static_cast<const char*>(first) - chunk.data());
    }
    while (matched > 0 && pattern_[matched] != chunk[at]) matched = border(matched);
    if (pattern_[matched] == chunk[at]) ++matched;
    ++at;
    if (matched == pattern_.size()) break;
  }
  // Of the held bytes and the `at` bytes read, all but the last `matched` are data, and the held ones come first.
  const std::size_t data = held_before + at - matched;
  match result;
  result.released = std::min(held_before, data);
  result.data = data - result.released;
  result.consumed = at;
  result.found = matched == pattern_.size();
  held_ = result.found ? 0 : matched;
  return result;
}

std::size_t find_prefix_at_end(std::string_view haystack, std::string_view needle) {
  if (needle.size() < 2) return 0;
  // The bytes before the last needle.size() - 1 cannot take part; no whole match fits into the rest.
  const std::size_t tail = std::min(haystack.size(), needle.size() - 1);
  matcher prefix(needle);
  prefix.scan(haystack.substr(haystack.size() - tail));
  return prefix.held();
}

}  // namespace asynchat
