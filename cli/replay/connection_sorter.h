#pragma once

#include <asynchat/traces/event_source.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>

namespace asynchat::cli {

/// Gives the events of each connection by themselves, in any order of the connections. The source is read as far as
/// that takes; what is read of other connections is kept until it is asked for.
class connection_sorter {
 public:
  /// So much of other connections is kept; more is an input_error.
  static constexpr std::size_t kept_bytes_max = std::size_t{1} << 30;

  /// The source is borrowed.
  explicit connection_sorter(traces::event_source& source) : source_(source) {}

  /// The number of the next connection that opens; nothing where there is none.
  std::optional<std::uint64_t> next_connection();
  /// The next event of a connection that next_connection() gave, its open first; nothing behind its last.
  std::optional<traces::trace_event> next_of(std::uint64_t conn);
  /// The rest of that connection is not asked for.
  void forget(std::uint64_t conn);

 private:
  bool read_one();
  void keep(traces::trace_event event);

  traces::event_source& source_;
  std::map<std::uint64_t, std::deque<traces::trace_event>> kept_;
  std::deque<std::uint64_t> opened_;
  std::size_t kept_bytes_ = 0;
};

}  // namespace asynchat::cli
