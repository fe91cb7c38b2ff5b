#pragma once

#include <asynchat/traces/repro.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "repro_subject.h"
#include "terminal.h"
#include "work_limit.h"

namespace asynchat::cli {

/// What shrinking came to.
struct shrunk {
  enum class verdict : std::uint8_t {
    held,       ///< it does not fail any more
    undecided,  ///< a bound ends its run before it is judged
    smallest,   ///< nothing of it could be left away
    whole,      ///< no part of it could be judged
    smaller,
    unsteady,  ///< what is smaller does not fail each time
  };
  verdict how = verdict::held;
  traces::repro small;
  std::string ruler;  ///< empty where there is no single stream
};

/// Says whether the time is up, and how much of it is left on a terminal.
class shrink_limit {
 public:
  explicit shrink_limit(double seconds) : seconds_(seconds), limit_(seconds) {}

  bool reached();
  bool interrupted() const { return limit_.interrupted(); }
  /// The limit outlives it.
  std::function<bool()> asked() {
    return [this] { return reached(); };
  }
  void end() { progress_.clear(); }

 private:
  const double seconds_;
  const work_limit limit_;
  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point next_word_ = begin_;
  progress_line progress_;
};

/// Makes a repro smaller, as long as the limit lasts: its delivery, which is played to the subject, or the schedule of
/// a simulation, for which the subject is empty. What is called smaller has failed by the same law, played twice.
/// Throws traces::input_error with the name `path`.
shrunk shrink_repro(const traces::repro& recorded, const repro_subject& subject, const std::string& path,
                    shrink_limit& limit);

}  // namespace asynchat::cli
