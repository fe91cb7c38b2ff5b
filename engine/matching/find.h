#pragma once

#include <cstddef>
#include <cstdint>

/// Where a pattern stands in a text. One function for each length of pattern, each doing the best that can be done with
/// vectors, on the best vectors that the processor has (Highway's run-time dispatch).
namespace asynchat::matching {

/// Places that one call looks at, at most.
constexpr std::size_t places_max = 4096;
/// What an array of places is longer than the places that may be found, since some are written at a time.
constexpr std::size_t places_slack = 2;

/// Writes to `places`, in ascending order, each place below `count` at which the `size` bytes of the pattern stand in
/// the text, and returns how many they are. Reads count + size - 1 bytes of text. `count` is 1 to places_max.
std::size_t find_one_byte(const char* text, std::size_t count, const char* pattern, std::size_t size,
                          std::uint16_t* places);
std::size_t find_two_bytes(const char* text, std::size_t count, const char* pattern, std::size_t size,
                           std::uint16_t* places);
/// 3 or 4 bytes.
std::size_t find_four_bytes(const char* text, std::size_t count, const char* pattern, std::size_t size,
                            std::uint16_t* places);
/// 5 to 64 bytes.
std::size_t find_many_bytes(const char* text, std::size_t count, const char* pattern, std::size_t size,
                            std::uint16_t* places);

}  // namespace asynchat::matching
