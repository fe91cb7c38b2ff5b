#pragma once

#include <asynchat/traces/trace_event.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace asynchat::traces {

/// Knows which event may come next in a trace. The reader refuses what it refuses; the writer's caller is wrong.
///
/// It remembers each connection that is open, and of those that are closed only the runs of their numbers:
/// connections that are numbered as they come and go cost nothing once they are gone.
class event_order {
 public:
  /// At most so many open connections and runs of closed ones are remembered.
  explicit event_order(std::size_t connections_max) : connections_max_(connections_max) {}
  event_order(const event_order&) = delete;
  event_order& operator=(const event_order&) = delete;

  /// What was expected instead of `event`; nothing if the event may come now, and then it has come.
  std::optional<std::string> refuse(const trace_event& event);

 private:
  enum class half : std::uint8_t { sending, ended, aborted };
  using halves = std::array<half, 2>;

  std::optional<std::string> refuse_open(const trace_event& event);
  static std::optional<std::string> refuse_in(halves& known, const trace_event& event);
  bool is_closed(std::uint64_t conn) const;
  void close(std::uint64_t conn);

  std::size_t connections_max_;
  std::uint64_t last_ns_ = 0;
  std::map<std::uint64_t, halves> open_;
  std::map<std::uint64_t, std::uint64_t> closed_;                 ///< the first and the last number of each run
  std::map<std::uint64_t, halves>::iterator last_ = open_.end();  ///< whose event came last
};

}  // namespace asynchat::traces
