#include <asynchat/sim/world_fault.h>

#include <asynchat/transport/check.h>

namespace asynchat::sim {

namespace {

/// In the order of the enumeration.
constexpr std::array<std::string_view, world_fault_count> names = {
    "jitter",          "bandwidth",      "slicer",          "nagle",           "coalesce",        "short_write",
    "spurious_wakeup", "short_read",     "send_buffer",     "receive_window",  "slow_close",      "reset_peer",
    "reset_on_close",  "reset_discards", "connect_latency", "connect_refused", "connect_timeout", "accept_overflow",
    "accept_error",    "lookup_latency", "lookup_failure",  "crash",           "power_loss",      "restart",
    "partition",       "clog",           "pause",           "slow_host",       "ready_order"};
static_assert(!names.back().empty(), "each fault has a name");

}  // namespace

std::string_view to_string(world_fault which) {
  const auto place = static_cast<std::size_t>(which);
  ASYNCHAT_CHECK(place < world_fault_count, "a fault of a world is one of those listed");
  return names[place];
}

std::optional<world_fault> world_fault_named(std::string_view name) {
  for (std::size_t place = 0; place < world_fault_count; ++place) {
    if (names[place] == name) return static_cast<world_fault>(place);
  }
  return std::nullopt;
}

}  // namespace asynchat::sim
