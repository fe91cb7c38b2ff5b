#pragma once

#include <asynchat/traces/trace_event.h>

#include <cstddef>
#include <iosfwd>
#include <memory>

namespace asynchat::traces {

/// Writes a trace, one line an event, nothing held back but what `out` buffers.
///
/// Whether `out` could take it is for its owner to ask of the stream. An event that a trace may not hold at that place
/// (see event_source) is a programmer's mistake.
class trace_writer final {
 public:
  /// Writes the header. `out` outlives the writer.
  trace_writer(std::ostream& out, const trace_header& header);
  trace_writer(const trace_writer&) = delete;
  trace_writer& operator=(const trace_writer&) = delete;
  ~trace_writer();

  void write(const trace_event& event);

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace asynchat::traces
