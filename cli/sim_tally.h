#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "sim_result.h"

namespace asynchat::cli {

/// Of so many seeds that failed, or that their bound ended, details are kept; the rest is counted.
constexpr std::size_t details_max = 10;

/// A failure, and the file that fails again.
struct told_seed_failure {
  seed_failure what;
  std::string repro_path;  ///< empty as long as none is written

  friend bool operator==(const told_seed_failure&, const told_seed_failure&) = default;
};

/// What seeds came to together. Adding commutes and associates, so that no order, number of threads or split into
/// shards shows in it; the details are those of the lowest seeds.
struct sim_tally {
  std::uint64_t seeds = 0;
  std::uint64_t digest = 0;
  std::uint64_t events = 0;
  sim::fault_ledger faults;
  std::uint64_t failed = 0;  ///< seeds
  std::map<std::uint64_t, told_seed_failure> failures;
  std::uint64_t out_of_bound = 0;               ///< seeds without a verdict
  std::map<std::uint64_t, std::string> bounds;  ///< what ended them

  void add(const seed_result& one);
  void add(const sim_tally& other);
  std::uint64_t faults_fired() const;

  friend bool operator==(const sim_tally&, const sim_tally&) = default;
};

}  // namespace asynchat::cli
