#pragma once

#include <cstdint>
#include <string>

namespace asynchat::cli {

/// More seeds than anybody runs; so sums over a range do not overflow.
constexpr std::uint64_t seeds_max = 1'000'000'000'000;

/// Seeds from `first` to `last`, both included.
struct seed_range {
  std::uint64_t first = 0;
  std::uint64_t last = 99;

  std::uint64_t count() const { return last - first + 1; }
  bool contains(std::uint64_t seed) const { return first <= seed && seed <= last; }

  friend bool operator==(const seed_range&, const seed_range&) = default;
};

/// What is wrong with a text that is to be "A..B", or "N" for that seed alone; empty when nothing is.
std::string not_a_seed_range(const std::string& text);

/// The range of a text that not_a_seed_range has nothing against.
seed_range to_seed_range(const std::string& text);

/// "0..99", or "7".
std::string to_string(const seed_range& seeds);

}  // namespace asynchat::cli
