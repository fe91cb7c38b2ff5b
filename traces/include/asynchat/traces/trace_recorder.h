#pragma once

#include <asynchat/traces/event_sink.h>
#include <asynchat/transport/clock.h>
#include <asynchat/transport/endpoint.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string_view>

namespace asynchat::traces {

/// Makes the events of a trace out of what happens to connections: numbers these, says when, and keeps the order that
/// the format asks for. Whoever records need not remember what was told already: what may not follow any more (a second
/// end, anything after a close) is left away.
///
/// Times count from the recorder's making. The clock and the sink outlive it. Used by one thread, the loop's.
class trace_recorder final {
 public:
  trace_recorder(const clock& time, event_sink& sink);
  trace_recorder(const trace_recorder&) = delete;
  trace_recorder& operator=(const trace_recorder&) = delete;

  /// The number of the new connection.
  std::uint64_t open(const endpoint& client, const endpoint& server);
  /// One chunk. Above chunk_bytes_max it becomes several, since readers bound the length of a line.
  void data(std::uint64_t conn, side from, std::string_view bytes);
  void eof(std::uint64_t conn, side from);
  void reset(std::uint64_t conn, side from);
  void close(std::uint64_t conn);

  static constexpr std::size_t chunk_bytes_max = std::size_t{16} << 20;

 private:
  enum class half : std::uint8_t { sending, ended, aborted };

  void put(event_kind kind, std::uint64_t conn, side from);
  /// Null for a connection that is closed.
  half* find(std::uint64_t conn, side from);

  const clock& clock_;
  event_sink& sink_;
  time_point start_;
  std::uint64_t last_conn_ = 0;
  std::map<std::uint64_t, std::array<half, 2>> connections_;  ///< those that are open
  trace_event event_;                                         ///< kept for the memory of its bytes
};

}  // namespace asynchat::traces
