#pragma once

#include <chrono>
#include <optional>

namespace asynchat::cli {

/// Says when long work has to end early: its time is spent, or the user has interrupted it. While it lives, the first
/// SIGINT only asks the work to end, and a second one is handled as it was before. One lives at a time.
class work_limit final {
 public:
  /// The time begins now; without a budget it has no end.
  explicit work_limit(std::optional<double> budget_seconds);
  work_limit(const work_limit&) = delete;
  work_limit& operator=(const work_limit&) = delete;
  ~work_limit();

  /// True when the work has to end; on any thread.
  bool reached() const;
  /// True when the user asked for that.
  bool interrupted() const;

 private:
  std::optional<std::chrono::steady_clock::time_point> end_;
};

}  // namespace asynchat::cli
