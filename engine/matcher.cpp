#include <asynchat/engine/matcher.h>

#include <asynchat/engine/match_cursor.h>
#include <asynchat/transport/check.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

namespace asynchat {

namespace {

/// border(n) of `pattern` at n - 1, for every n. Knuth, Morris and Pratt's failure function.
std::vector<std::uint32_t> borders_of(std::string_view pattern) {
  std::vector<std::uint32_t> borders(pattern.size());
  std::uint32_t length = 0;
  for (std::size_t i = 1; i < pattern.size(); ++i) {
    while (length > 0 && pattern[i] != pattern[length]) length = borders[length - 1];
    if (pattern[i] == pattern[length]) ++length;
    borders[i] = length;
  }
  return borders;
}

/// The same for a pattern so short that trying every length is quick, so many bits each.
std::uint32_t packed_borders_of(std::string_view pattern, unsigned border_bits) {
  std::uint32_t borders = 0;
  for (std::size_t size = 2; size <= pattern.size(); ++size) {
    std::uint32_t length = static_cast<std::uint32_t>(size) - 1;
    while (length > 0 && !pattern.substr(0, size).ends_with(pattern.substr(0, length))) --length;
    borders |= length << (border_bits * (size - 1));
  }
  return borders;
}

/// Bytes at the front of both that are equal.
std::size_t common_prefix(std::string_view a, std::string_view b) {
  const std::size_t size = std::min(a.size(), b.size());
  constexpr std::size_t at_a_time = 32;
  std::size_t at = 0;
  while (size - at >= at_a_time && std::memcmp(a.data() + at, b.data() + at, at_a_time) == 0) at += at_a_time;
  while (at < size && a[at] == b[at]) ++at;
  return at;
}

}  // namespace

matcher::path matcher::best_path(std::size_t size) {
  if (size == 1) return path::one_byte;
  if (size == 2) return path::two_bytes;
  if (size <= 4) return path::four_bytes;
  return size <= 64 ? path::many_bytes : path::automaton;
}

matcher::matcher(std::string_view pattern) : path_(best_path(pattern.size())) {
  ASYNCHAT_CHECK(!pattern.empty(), "a matcher's pattern is not empty");
  ASYNCHAT_CHECK(pattern.size() <= std::numeric_limits<std::uint32_t>::max(), "a pattern has less than 4 GiB");
  if (pattern.size() <= short_max) {
    std::copy(pattern.begin(), pattern.end(), short_.begin());
    short_size_ = static_cast<std::uint8_t>(pattern.size());
    short_borders_ = packed_borders_of(pattern, border_bits);
  } else {
    long_ = std::make_shared<const long_pattern>(long_pattern{std::string(pattern), borders_of(pattern)});
  }
}

std::size_t matcher::step(std::size_t matched, char byte) const {
  const char* const bytes = long_ != nullptr ? long_->bytes.data() : short_.data();
  while (matched > 0 && bytes[matched] != byte) matched = border(matched);
  return bytes[matched] == byte ? matched + 1 : matched;
}

std::size_t matcher::read(std::size_t matched, std::string_view text, std::size_t& at) const {
  const std::size_t equal = common_prefix(pattern().substr(matched), text.substr(at));
  at += equal;
  matched += equal;
  if (at == text.size() || matched == pattern().size()) return matched;
  return step(matched, text[at++]);
}

match matcher::scan_chunk(std::string_view chunk) {
  const std::size_t size = pattern().size();
  const std::size_t held_before = held_;
  std::size_t matched = held_;
  std::size_t at = 0;
  // A pattern that began in an earlier chunk is read byte by byte; so is a chunk of few bytes, from each byte on that
  // the pattern begins with.
  while (at < chunk.size() && matched < size && (matched > at || chunk.size() < few_bytes)) {
    if (matched == 0) at = std::min(chunk.find(pattern().front(), at), chunk.size());
    if (at < chunk.size()) matched = read(matched, chunk, at);
  }
  bool found = matched == size;
  if (!found && at < chunk.size()) {
    match_cursor finds(*this, chunk, at, matched, match_cursor::small_first_block);
    const std::size_t start = finds.next();
    found = start != match_cursor::npos;
    at = found ? start + size : chunk.size();
    matched = found ? size : held_;
  }
  // Of the held bytes and the `at` bytes read, all but the last `matched` are data, and the held ones come first.
  const std::size_t data = held_before + at - matched;
  match result;
  result.released = std::min(held_before, data);
  result.data = data - result.released;
  result.consumed = at;
  result.found = found;
  held_ = found ? 0 : static_cast<std::uint32_t>(matched);
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
