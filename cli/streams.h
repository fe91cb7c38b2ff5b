#pragma once

#include <asynchat/properties/subject.h>
#include <asynchat/sim/plan.h>
#include <asynchat/traces/dialogue.h>
#include <asynchat/transport/heard_frame.h>
#include <asynchat/transport/side.h>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "subjects.h"

namespace asynchat::cli {

/// Where a stream stands among all that are given, as reports are ordered.
struct stream_place {
  std::size_t file = 0;          ///< which of the files
  std::uint64_t connection = 0;  ///< the how-many-th that opened in it
  side from = side::client;

  friend auto operator<=>(const stream_place&, const stream_place&) = default;
};

/// What is still known of a stream when its bytes are gone.
struct stream_name {
  std::string trace;  ///< the file
  std::uint64_t conn = 1;
  side from = side::client;
  stream_place place = {};
  std::uint64_t gap_bytes = 0;  ///< missing in the recording at the end of the bytes; 0 when nothing is
};

/// One direction of one connection, ready to be delivered again: its bytes, and what the other side says meanwhile.
struct recorded_stream : stream_name {
  std::string bytes;
  sim::ending end = sim::ending::open;
  std::vector<heard_frame> heard;
  std::vector<std::size_t> recorded_cuts;
  std::uint64_t left_away_bytes = 0;  ///< recorded after the gap, and not checked
};

/// The directions of a dialogue that have bytes.
std::vector<recorded_stream> streams_of(traces::dialogue talk, const std::string& trace, const framing_choice& framing);

}  // namespace asynchat::cli
