#pragma once

#include <asynchat/transport/side.h>

#include <cstdint>
#include <system_error>

namespace asynchat::sim {

/// What is to happen at a time: an entry of the world's queue.
struct happening {
  enum class kind : std::uint8_t {
    lookup_ends,
    request_arrives,
    connect_ends,
    segment_arrives,
    end_arrives,
    reset_arrives,
    acknowledged,
    window_opens,
    sender_gives_up,
    host_wakes,
    fault_begins,
    fault_ends,
  };

  bool is_of_connection() const { return what < kind::host_wakes; }

  kind what = kind::host_wakes;
  side from = side::client;
  std::uint32_t who = 0;     ///< the number of a connection, host or fault
  std::uint32_t amount = 0;  ///< bytes, or an error number
};

/// An error as a happening's amount.
constexpr std::uint32_t number_of(std::errc error) { return static_cast<std::uint32_t>(error); }

}  // namespace asynchat::sim
