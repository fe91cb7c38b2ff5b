#pragma once

#include <cstdint>

namespace asynchat::sim {

/// A one-to-one scrambling of 64 bits: the output function of SplitMix64 (Steele, Lea and Flood, "Fast Splittable
/// Pseudorandom Number Generators", OOPSLA 2014, with the constants of Vigna's splitmix64.c).
constexpr std::uint64_t mix64(std::uint64_t bits) {
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9u;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebu;
  return bits ^ (bits >> 31);
}

/// The number at place `counter` of the sequence that `seed` stands for, without the ones before it. Places wrap.
constexpr std::uint64_t random_at(std::uint64_t seed, std::uint64_t counter) {
  return mix64(seed + (counter + 1) * 0x9e3779b97f4a7c15u);
}

/// The seed of a sequence of its own for each `key`: one more draw in one sequence moves no number of another.
constexpr std::uint64_t derived_seed(std::uint64_t seed, std::uint64_t key) { return mix64(seed ^ random_at(0, key)); }

/// A sequence of random numbers that is the same on every machine and compiler: random_at(seed, 0), (seed, 1), …
class random_source {
 public:
  constexpr explicit random_source(std::uint64_t seed) : seed_(seed) {}

  constexpr std::uint64_t next() { return random_at(seed_, counter_++); }

  /// A number below `bound`, which is not 0; each equally likely. Numbers of the sequence below 2^64 mod `bound` are
  /// skipped, the first other one is taken modulo `bound`; so less than two are used on average.
  constexpr std::uint64_t below(std::uint64_t bound) {
    const std::uint64_t skipped = (0 - bound) % bound;
    std::uint64_t number = next();
    while (number < skipped) number = next();
    return number % bound;
  }

  friend bool operator==(const random_source&, const random_source&) = default;

 private:
  std::uint64_t seed_;
  std::uint64_t counter_ = 0;
};

}  // namespace asynchat::sim
