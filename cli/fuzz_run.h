#pragma once

#include <asynchat/properties/fuzz/fuzz_input.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "check_run.h"
#include "subjects.h"

namespace asynchat::cli {

/// How far a campaign has come.
struct fuzz_progress {
  std::uint64_t runs = 0;
  std::size_t kept = 0;      ///< inputs, the first ones among them
  std::size_t shapes = 0;    ///< what they have shown of the parser
  std::size_t findings = 0;  ///< inputs that broke a law
};

struct fuzz_settings {
  std::uint64_t seed = 1;
  std::optional<std::uint64_t> runs;  ///< of all jobs together
  std::optional<double> seconds;
  std::size_t jobs = 1;
  std::size_t stream_bytes_max = 4096;
  side from = side::client;
  std::string repro_folder = ".";
  std::size_t ruler_width = 100;  ///< columns
  /// Told now and then of the first job. Called on one thread.
  std::function<void(const fuzz_progress&)> progress;
  std::chrono::milliseconds feed_limit{10'000};  ///< of one call of the parser
  /// Told, on a thread of its own, of a call that does not return; the process ends after it.
  std::function<void(const told_failure&)> hung;
};

struct fuzz_result {
  fuzz_progress done;
  std::vector<told_failure> findings;  ///< one for each law, in the order of the jobs that found them
};

/// Fuzzes a framing in this process, `jobs` campaigns side by side, each with a seed of its own, until the first
/// finding of each, or until runs or seconds are used up, one of which is set. What showed something new of the parser
/// is kept and changed further. Without seconds, the same settings give the same findings.
fuzz_result fuzz(const framing_choice& framing, const std::vector<properties::fuzz_input>& seeds,
                 const fuzz_settings& settings);

}  // namespace asynchat::cli
