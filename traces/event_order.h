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
class event_order {
 public:
  explicit event_order(std::size_t connections_max) : connections_max_(connections_max) {}

  /// What was expected instead of `event`; nothing if the event may come now, and then it has come.
  std::optional<std::string> refuse(const trace_event& event);

 private:
  enum class half : std::uint8_t { sending, ended, aborted };
  struct connection {
    std::array<half, 2> halves{half::sending, half::sending};
    bool closed = false;
  };

  std::optional<std::string> refuse_in(connection& known, const trace_event& event);

  std::size_t connections_max_;
  std::uint64_t last_ns_ = 0;
  std::map<std::uint64_t, connection> connections_;
};

}  // namespace asynchat::traces
