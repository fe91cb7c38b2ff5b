#pragma once

#include <asynchat/traces/event_source.h>

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <vector>

#include "palette.h"
#include "subjects.h"

namespace asynchat::cli {

/// What of a trace is shown, and how.
struct timeline_options {
  std::size_t width = 100;  ///< characters in a line, at least 20
  palette ink = {};
  std::optional<framing_choice> framing = {};  ///< whose frames are shown under the chunks that complete them
  std::vector<std::uint64_t> conns = {};       ///< these connections; empty: all
  std::uint64_t from_ns = 0;                   ///< events at these times, in the trace's time
  std::uint64_t to_ns = traces::trace_integer_max;
  /// What is held of connections that still wait for their turn, as text; see show_timeline().
  std::size_t held_bytes_max = std::size_t{24} << 20;
};

/// Writes a timeline of each connection, one after another in the order in which they opened, each when it is over:
/// its totals, then its events. The bytes are shown as far as the line has room for them. Where a connection goes on
/// while more than `held_bytes_max` wait, all of them are shown as far as they have come, and go on under headings of
/// their own; their totals then stand at their ends. So memory does not grow with the trace. Throws
/// traces::input_error, also where a connection of `conns` is not in the trace.
void show_timeline(traces::event_source& source, const timeline_options& options, std::ostream& out);

}  // namespace asynchat::cli
