#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim_arguments.h"
#include "sim_result.h"

namespace asynchat::cli {

/// More seeds than that are verified in several runs: each one's digest is kept.
constexpr std::uint64_t verified_seeds_max = 10'000'000;

/// Simulates the seeds once more in a fresh process of this program and compares with `digests`, those of the share in
/// its order. Returns the first difference in words: its seed, both digests, the first event that is not the same, and
/// the command that repeats it. Throws std::runtime_error when the process does not tell of all seeds; `stop` says that
/// this is because the user interrupted it, and then nothing is returned.
std::optional<std::string> first_difference(const sim_arguments& arguments, const std::vector<std::uint64_t>& digests,
                                            const log_one_seed& log, const std::function<bool()>& stop);

}  // namespace asynchat::cli
