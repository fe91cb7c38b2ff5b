#pragma once

#include <asynchat/transport/side.h>

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace asynchat::traces {

/// The largest time, connection number and gap of a trace: 2^53 - 1, the largest integer that every JSON reader keeps.
inline constexpr std::uint64_t trace_integer_max = (std::uint64_t{1} << 53) - 1;

enum class event_kind : std::uint8_t {
  open,   ///< the connection stands; the first event of its connection
  data,   ///< one chunk as it arrived: chunk borders are information
  gap,    ///< bytes that the recording missed
  eof,    ///< `from` sent its last byte
  reset,  ///< `from` aborted
  close,  ///< the connection is gone; the last event of its connection
};
std::string_view to_string(event_kind kind);

/// One line of a trace after its header. Members that a kind does not use keep their defaults.
struct trace_event {
  event_kind kind = event_kind::open;
  std::uint64_t time_ns = 0;    ///< since the start of the trace, at most trace_integer_max
  std::uint64_t conn = 1;       ///< connections are numbered from 1
  side from = side::client;     ///< data, gap, eof, reset
  std::string bytes = {};       ///< data; never empty there
  std::uint64_t gap_bytes = 0;  ///< gap: how many bytes are missing
  std::string client = {};      ///< open: "host:port"
  std::string server = {};      ///< open: "host:port"

  friend bool operator==(const trace_event&, const trace_event&) = default;
};
std::ostream& operator<<(std::ostream& out, const trace_event& event);

enum class source_kind : std::uint8_t { capture, proxy, simulation, hand };
std::string_view to_string(source_kind kind);

/// The first line of a trace.
struct trace_header {
  source_kind kind = source_kind::hand;
  std::string name;                    ///< of the capture's file, the protocol, …; may be empty
  std::optional<std::string> started;  ///< wall-clock time, RFC 3339

  friend bool operator==(const trace_header&, const trace_header&) = default;
};

}  // namespace asynchat::traces
