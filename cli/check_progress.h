#pragma once

#include <asynchat/properties/check.h>

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "terminal.h"
#include "waiting_streams.h"

namespace asynchat::cli {

/// Shows on a terminal how far a check of many streams has come, and about how long the rest takes; a few times a
/// second at most. Its functions may be called on any thread.
class check_progress final {
 public:
  using clock = std::chrono::steady_clock;

  /// Silent when that is asked for, or where stderr is no terminal.
  explicit check_progress(bool quiet, std::function<clock::time_point()> now = &clock::now);

  bool is_shown() const { return shown_; }
  void streams_done(const streams_progress& now);
  void within(const recorded_stream& stream, const properties::check_progress& now);
  void clear();

 private:
  bool is_time();
  std::string rest(double share) const;

  const bool shown_;
  const std::function<clock::time_point()> now_;
  const clock::time_point begin_;
  clock::time_point next_;
  std::mutex guard_;
  std::map<const recorded_stream*, double> under_way_;  ///< about how many bytes of each are done
  streams_progress streams_;
  progress_line line_;
};

/// "12 streams", or "12 streams read so far".
std::string known_streams(const streams_progress& now);

/// "8 s", "12 min", "3 h".
std::string rough_time(double seconds);

}  // namespace asynchat::cli
