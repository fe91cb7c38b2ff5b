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
  /// The strategy of that name, the first where several have it, and its plan of that number, from 1; numbers beyond
  /// its last plan begin again. The framing tells where frames end. Throws traces::input_error for a name that stands
  /// for no strategy, or for one that changes bytes.
  stream_cutter(framing_choice framing, const std::string& strategy, std::uint64_t plan, std::uint64_t seed);

  const framing_choice& framing() const { return framing_; }
  /// Ascending offsets inside the stream; none where the strategy has no plan for it.
  std::vector<std::size_t> cuts(const recorded_stream& stream) const;

 private:
  framing_choice framing_;
  std::vector<const sim::strategy*> called_;
  std::uint64_t plan_;
  std::uint64_t seed_;
};

}  // namespace asynchat::cli
