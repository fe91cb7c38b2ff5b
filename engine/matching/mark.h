#pragma once

#include <cstddef>
#include <cstdint>

/// Where a pattern stands in a text, as a bitmap. One function for each length of pattern, each with the best it can do
/// with vectors, for the best vectors that the processor has (Highway's run-time dispatch).
namespace asynchat::matching {

/// Bit i of `bits`, for i below `count`, says whether `size` bytes at text + i are those of the pattern. Reads
/// count + size - 1 bytes of text, and writes whole words; bits from `count` on are 0. `count` is not 0.
void mark_one_byte(const char* text, std::size_t count, const char* pattern, std::size_t size, std::uint64_t* bits);
void mark_two_bytes(const char* text, std::size_t count, const char* pattern, std::size_t size, std::uint64_t* bits);
/// 3 or 4 bytes.
void mark_four_bytes(const char* text, std::size_t count, const char* pattern, std::size_t size, std::uint64_t* bits);
/// 5 to 64 bytes.
void mark_many_bytes(const char* text, std::size_t count, const char* pattern, std::size_t size, std::uint64_t* bits);

}  // namespace asynchat::matching
