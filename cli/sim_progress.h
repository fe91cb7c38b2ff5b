#pragma once

#include <chrono>
#include <cstddef>
#include <functional>

#include "sim_tally.h"
#include "terminal.h"

namespace asynchat::cli {

/// Shows on a terminal how many seeds are simulated, how fast, how many faults have fired, and about how long the rest
/// takes; a few times a second at most. One call at a time.
class sim_progress final {
 public:
  using clock = std::chrono::steady_clock;

  /// Silent when that is asked for, or where stderr is no terminal.
  sim_progress(std::size_t seeds, bool quiet, std::function<clock::time_point()> now = &clock::now);

  void show(const sim_tally& done);
  void clear() { line_.clear(); }

  double seconds() const;

 private:
  const std::size_t seeds_;
  const bool shown_;
  const std::function<clock::time_point()> now_;
  const clock::time_point begin_;
  clock::time_point next_;
  progress_line line_;
};

}  // namespace asynchat::cli
