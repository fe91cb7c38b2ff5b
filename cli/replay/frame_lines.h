#pragma once

#include <asynchat/traces/event_source.h>

#include <cstdint>
#include <functional>
#include <string>

#include "subjects.h"

namespace asynchat::cli {

/// In which form frames are printed.
enum class frame_form : std::uint8_t { text, json };

/// What there was to print frames of.
struct framed_totals {
  std::uint64_t connections = 0;
  std::uint64_t gaps = 0;  ///< directions whose frames are not told to the end
};

/// Prints the frames of all connections as they are completed, one a line: when, the connection, the side, the frame.
/// A line of text has as much of the frame as fits on the page, one of JSON has all of it. What comes behind a gap has
/// no frames: `warned` gets a sentence for each direction that has one, once it is over. Ends early once `stop` says
/// true. Memory does not grow with the recording.
framed_totals print_frames(traces::event_source& source, const framing_choice& framing, frame_form form,
                           const std::function<bool()>& stop, const std::function<void(const std::string&)>& warned);

}  // namespace asynchat::cli
