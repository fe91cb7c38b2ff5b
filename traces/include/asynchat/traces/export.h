#pragma once

#include <asynchat/traces/capture_writer.h>
#include <asynchat/traces/event_source.h>
#include <asynchat/traces/import.h>

#include <cstdint>
#include <iosfwd>
#include <string>

namespace asynchat::traces {

struct export_result {
  trace_counts counts;
  std::uint64_t packets = 0;
};

/// Writes all that `source` gives as a capture (see capture_writer); memory does not grow with it. The path form writes
/// atomically. Throws what the source throws, and output_error.
///
/// Imported again, it is the same events but for this: times count from the first event; connections are numbered as
/// they open; a chunk that took several segments is as many; a gap comes where its side says something next, or at the
/// connection's end, one with those before it, and is of no more than capture_writer::gap_bytes_max bytes; endpoints
/// are those of the packets; a connection closes with the second end or the first reset, or when its ports are used
/// again, and what comes behind that is left away.
export_result export_capture(event_source& source, std::ostream& out, const export_options& options = {});
export_result export_capture(event_source& source, const std::string& path, const export_options& options = {});

}  // namespace asynchat::traces
