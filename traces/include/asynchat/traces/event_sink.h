#pragma once

#include <asynchat/traces/trace_event.h>

namespace asynchat::traces {

/// Where the events of a recording go, in the order of a trace (see event_source). It never throws because a disk is
/// full or the like: what is recorded goes on, recorded or not.
class event_sink {
 public:
  virtual ~event_sink() = default;
  virtual void take(const trace_event& event) = 0;
};

}  // namespace asynchat::traces
