#pragma once

#include <asynchat/sim/random.h>

#include <cstdint>
#include <string_view>

namespace asynchat::sim {

/// A number that stands for all that was added, in order. Not against forgery: against chance.
class rolling_digest {
 public:
  void add(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    value_ = mix64(value_ + a * 0x9e3779b97f4a7c15u + (b ^ (b >> 29)) * 0xd1b54a32d192ed03u + c * 0x8cb92ba72f3d8dd7u);
  }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0;
};

/// XXH3 of the bytes.
std::uint64_t content_digest(std::string_view bytes);

}  // namespace asynchat::sim
