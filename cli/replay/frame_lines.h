#pragma once

#include <asynchat/traces/event_source.h>

#include <cstdint>
#include <functional>

#include "subjects.h"

namespace asynchat::cli {

/// In which form frames are printed.
enum class frame_form : std::uint8_t { text, json };

/// Prints the frames of all connections as they are completed, one a line: when, the connection, the side, the frame.
/// A line of text has as much of the frame as fits on the terminal, one of JSON has all of it. Ends early once `stop`
/// says true. Memory does not grow with the recording. Returns how many connections there were.
std::uint64_t print_frames(traces::event_source& source, const framing_choice& framing, frame_form form,
                           const std::function<bool()>& stop);

}  // namespace asynchat::cli
