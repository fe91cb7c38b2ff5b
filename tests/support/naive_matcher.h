#pragma once

#include <asynchat/engine/matcher.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>

namespace asynchat::support {

/// find_prefix_at_end as Python has it: try every length.
inline std::size_t naive_prefix_at_end(std::string_view haystack, std::string_view needle) {
  std::size_t length = needle.empty() ? 0 : needle.size() - 1;
  while (length > 0 && !haystack.ends_with(needle.substr(0, length))) --length;
  return length;
}

/// What asynchat does with a chunk, on the string of what is held and what has come.
struct naive_matcher {
  std::string pattern;
  std::string held = {};

  match scan(std::string_view chunk) {
    const std::size_t held_before = held.size();
    const std::string all = held + std::string(chunk);
    const std::size_t at = all.find(pattern);
    match result;
    result.found = at != std::string::npos;
    const std::size_t keep = result.found ? 0 : naive_prefix_at_end(all, pattern);
    const std::size_t data = result.found ? at : all.size() - keep;
    result.released = std::min(held_before, data);
    result.data = data - result.released;
    result.consumed = result.found ? at + pattern.size() - held_before : chunk.size();
    held = all.substr(all.size() - keep);
    return result;
  }
};

/// Scans the chunk to its end with both, which must agree on every step.
inline void scan_with_both(matcher& fast, naive_matcher& naive, std::string_view chunk) {
  while (!chunk.empty()) {
    const match expected = naive.scan(chunk);
    const match actual = fast.scan(chunk);
    if (actual != expected || fast.held() != naive.held.size()) {
      throw std::runtime_error("pattern " + naive.pattern + " differs on chunk " + std::string(chunk));
    }
    chunk.remove_prefix(actual.consumed);
  }
}

}  // namespace asynchat::support
