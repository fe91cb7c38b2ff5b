#pragma once

#include <asynchat/properties/check.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "streams.h"
#include "terminal.h"

namespace asynchat::cli {

/// Shows on a terminal how far a check of many streams has come, and about how long the rest takes; a few times a
/// second at most. Its functions may be called on any thread.
class check_progress final {
 public:
  using clock = std::chrono::steady_clock;

  /// The streams outlive this. Silent when that is asked for, or where stderr is no terminal.
  check_progress(const std::vector<recorded_stream>& streams, bool quiet,
                 std::function<clock::time_point()> now = &clock::now);

  bool is_shown() const { return shown_; }
  void streams_done(std::size_t count);
  void within(const recorded_stream& stream, const properties::check_progress& now);
  void clear();

 private:
  bool is_time();
  std::string rest(double share) const;

  const std::vector<recorded_stream>& streams_;
  const bool shown_;
  const std::function<clock::time_point()> now_;
  const clock::time_point begin_;
  std::atomic<clock::rep> next_{0};
  std::mutex guard_;
  std::vector<std::atomic<double>> shares_;  ///< of each stream, how much of it is done
  std::size_t done_ = 0;
  double bytes_ = 0;
  progress_line line_;
};

/// "8 s", "12 min", "3 h".
std::string rough_time(double seconds);

}  // namespace asynchat::cli
