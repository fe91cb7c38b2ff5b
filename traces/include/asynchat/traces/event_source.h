#pragma once

#include <asynchat/traces/trace_event.h>

#include <optional>
#include <string>
#include <vector>

namespace asynchat::traces {

/// Where events come from, one at a time: a trace file or a capture. The events obey the order of a trace: time never
/// decreases, `open` is the first event of its connection and `close` the last, data is never empty.
class event_source {
 public:
  virtual ~event_source() = default;

  virtual const trace_header& header() const = 0;

  /// The next event, or nothing at the end. Throws input_error at the first thing that is wrong; afterwards the source
  /// is of no further use.
  virtual std::optional<trace_event> next() = 0;

  /// The file's name as errors give it.
  virtual const std::string& file() const = 0;

  /// What a person should know and what did not stop the reading so far, one sentence each, file first.
  virtual const std::vector<std::string>& warnings() const = 0;
};

}  // namespace asynchat::traces
