#include "seed_range.h"

#include <asynchat/transport/check.h>

#include <fmt/core.h>

#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

#include "whole_number.h"

namespace asynchat::cli {

namespace {

struct range_texts {
  std::string first, last;
};

range_texts split(const std::string& text) {
  const std::size_t dots = text.find("..");
  if (dots == std::string::npos) return {text, text};
  return {text.substr(0, dots), text.substr(dots + 2)};
}

std::uint64_t number(const std::string& text) {
  std::uint64_t result = 0;
  std::from_chars(text.data(), text.data() + text.size(), result);
  return result;
}

}  // namespace

std::string not_a_seed_range(const std::string& text) {
  const range_texts ends = split(text);
  if (!not_a_whole_number(ends.first).empty() || !not_a_whole_number(ends.last).empty()) {
    return fmt::format("expected seeds as A..B or N, whole numbers of 64 bits, not {}", text);
  }
  const std::uint64_t first = number(ends.first);
  const std::uint64_t last = number(ends.last);
  if (first > last) return fmt::format("expected seeds A..B with A no higher than B, not {}", text);
  if (last - first >= seeds_max) return fmt::format("expected at most {} seeds, not {}", seeds_max, text);
  return {};
}

seed_range to_seed_range(const std::string& text) {
  ASYNCHAT_CHECK(not_a_seed_range(text).empty(), "the text is a range of seeds");
  const range_texts ends = split(text);
  return {number(ends.first), number(ends.last)};
}

std::string to_string(const seed_range& seeds) {
  return seeds.first == seeds.last ? std::to_string(seeds.first) : fmt::format("{}..{}", seeds.first, seeds.last);
}

}  // namespace asynchat::cli
