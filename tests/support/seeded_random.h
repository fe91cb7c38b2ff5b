#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace asynchat::support {

/// Random numbers that depend on the seed alone: splitmix64, Steele, Lea and Flood, "Fast Splittable Pseudorandom
/// Number Generators", OOPSLA 2014.
class seeded_random {
 public:
  explicit seeded_random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15u;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }

  /// At least 0, below `bound`.
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }
  std::size_t between(std::size_t first, std::size_t last) { return first + below(last - first + 1); }
  bool one_in(std::size_t chances) { return below(chances) == 0; }

  char byte_of(std::string_view alphabet) { return alphabet[below(alphabet.size())]; }

  /// Up to `size_max` bytes, short ones more often than long ones.
  std::string bytes_of(std::string_view alphabet, std::size_t size_max) {
    const std::size_t size = below(below(size_max + 1) + 1);
    std::string bytes;
    while (bytes.size() < size) bytes += byte_of(alphabet);
    return bytes;
  }

 private:
  std::uint64_t state_;
};

}  // namespace asynchat::support
