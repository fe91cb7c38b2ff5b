#pragma once

#include <asynchat/sim/strategy.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "streams.h"
#include "subjects.h"

namespace asynchat::cli {

/// Chooses where a recorded stream is cut anew: at the cuts of one plan of a strategy. What else the plan does, to
/// ends, sends and time, is left away.
class stream_cutter {
 public:
  /// The strategies of that name, and their plan of that number, from 1, counted through all of them. The framing tells
  /// where frames end. Throws traces::input_error for a name that stands for no strategy, or for one that changes bytes
  /// or cuts nothing.
  stream_cutter(framing_choice framing, const std::string& strategy, std::uint64_t plan, std::uint64_t seed);

  const framing_choice& framing() const { return framing_; }
  /// Ascending offsets inside the stream: by the last plan where there are fewer, none where there is none.
  std::vector<std::size_t> cuts(const recorded_stream& stream);
  /// Throws traces::input_error where each stream so far had fewer plans.
  void require_plan() const;

 private:
  framing_choice framing_;
  std::string strategy_;
  std::vector<const sim::strategy*> called_;
  std::uint64_t plan_;
  std::uint64_t plans_most_ = 0;  ///< of a stream
  std::uint64_t seed_;
};

}  // namespace asynchat::cli
