#pragma once

#include <asynchat/sim/fault_ledger.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace asynchat::cli {

/// A law that did not hold in the simulation of one seed.
struct seed_failure {
  std::uint64_t seed = 0;
  std::string law;
  std::string swarm;     ///< the faults that the seed switched on, on one line
  std::string sentence;  ///< what went wrong

  friend bool operator==(const seed_failure&, const seed_failure&) = default;
};

/// What the simulation of one seed came to; a function of the seed and the campaign alone.
struct seed_result {
  std::uint64_t seed = 0;
  std::uint64_t digest = 0;  ///< of every event
  std::uint64_t events = 0;
  sim::fault_ledger faults;
  std::optional<seed_failure> failure;
  bool out_of_bound = false;  ///< its bound of events or of virtual time ended it
  std::string bound_reason;   ///< that bound, in words
};

/// Simulates one seed. Called from several threads at once.
using run_one_seed = std::function<seed_result(std::uint64_t seed)>;

/// Simulates one seed and tells of every event, a line each.
using log_one_seed = std::function<std::vector<std::string>(std::uint64_t seed)>;

/// The content of the repro file of a seed that fails, as small as it gets; empty for none. Where `stop` says true, it
/// is not made any smaller.
using repro_one_seed = std::function<std::string(std::uint64_t seed, const std::function<bool()>& stop)>;

/// A simulation, ready to run.
struct seed_work {
  run_one_seed run;
  log_one_seed log;
  repro_one_seed repro;
};

}  // namespace asynchat::cli
