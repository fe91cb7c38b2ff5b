#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace asynchat::properties {

/// A fuzz target as its functions; `mutate` may be null.
struct fuzz_functions {
  int (*test_one)(const std::uint8_t* data, std::size_t size) = nullptr;
  std::size_t (*mutate)(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned seed) = nullptr;
};

/// Changes, adds or drops one byte: for targets without a mutator of their own. Returns how many there are then.
std::size_t change_plainly(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned seed);

/// What stands in for a fuzzing engine, where the compiler has none: gives the target every input of the arguments,
/// which are files and folders, then `-runs=N` changed ones, made from `-seed=N` and at most `-max_len=N` bytes long
/// (0, 1 and 4096 without these), and says on stderr how many. Returns the exit status: 0, or 2 with one sentence on
/// stderr where an argument is wrong or an input cannot be read. A target that finds something ends the process; so
/// does an exception that leaves it.
int drive_fuzz_target(const fuzz_functions& target, const std::vector<std::string>& arguments);

}  // namespace asynchat::properties
