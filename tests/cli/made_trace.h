#pragma once

#include <asynchat/traces/trace_event.h>
#include <asynchat/traces/trace_writer.h>

#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::cli {

/// Events of a trace that a test makes; times are milliseconds.
using made_events = std::vector<traces::trace_event>;

inline traces::trace_event made_event(traces::event_kind kind, std::uint64_t ms, std::uint64_t conn, side from) {
  traces::trace_event event;
  event.kind = kind;
  event.time_ns = ms * 1'000'000;
  event.conn = conn;
  event.from = from;
  return event;
}

inline traces::trace_event opened(std::uint64_t ms, std::uint64_t conn = 1, std::string client = "c:1",
                                  std::string server = "s:2") {
  traces::trace_event event = made_event(traces::event_kind::open, ms, conn, side::client);
  event.client = std::move(client);
  event.server = std::move(server);
  return event;
}
inline traces::trace_event said(side from, std::string_view bytes, std::uint64_t ms, std::uint64_t conn = 1) {
  traces::trace_event event = made_event(traces::event_kind::data, ms, conn, from);
  event.bytes = bytes;
  return event;
}
inline traces::trace_event missed(side from, std::uint64_t bytes, std::uint64_t ms, std::uint64_t conn = 1) {
  traces::trace_event event = made_event(traces::event_kind::gap, ms, conn, from);
  event.gap_bytes = bytes;
  return event;
}
inline traces::trace_event ended(side from, std::uint64_t ms, std::uint64_t conn = 1) {
  return made_event(traces::event_kind::eof, ms, conn, from);
}
inline traces::trace_event aborted(side from, std::uint64_t ms, std::uint64_t conn = 1) {
  return made_event(traces::event_kind::reset, ms, conn, from);
}
inline traces::trace_event closed(std::uint64_t ms, std::uint64_t conn = 1) {
  return made_event(traces::event_kind::close, ms, conn, side::client);
}

/// The text of a trace.
inline std::string made_trace(const made_events& events) {
  std::ostringstream text;
  traces::trace_writer writer(text, {});
  for (const traces::trace_event& one : events) writer.write(one);
  return text.str();
}

}  // namespace asynchat::cli
