#pragma once

#include <asynchat/properties/subject.h>
#include <asynchat/sim/plan.h>
#include <asynchat/traces/dialogue.h>
#include <asynchat/transport/heard_frame.h>
#include <asynchat/transport/side.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "subjects.h"

namespace asynchat::cli {

/// One direction of one connection, ready to be delivered again: its bytes, and what the other side says meanwhile.
struct recorded_stream {
  std::string trace;  ///< the file
  std::uint64_t conn = 1;
  side from = side::client;
  std::string bytes;
  sim::ending end = sim::ending::open;
  std::vector<heard_frame> heard;
  std::vector<std::size_t> recorded_cuts;
  std::uint64_t gap_bytes = 0;        ///< missing in the recording at the end of `bytes`; 0 when nothing is
  std::uint64_t left_away_bytes = 0;  ///< recorded after the gap, and not checked
};

/// The directions of a dialogue that have bytes.
std::vector<recorded_stream> streams_of(const traces::dialogue& talk, const std::string& trace,
                                        const framing_choice& framing);

}  // namespace asynchat::cli
