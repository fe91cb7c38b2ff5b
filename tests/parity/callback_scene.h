#pragma once

#include <asynchat/engine/dispatcher.h>
#include <asynchat/engine/loop.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "recorded_chat.h"
#include "world.h"

namespace asynchat::parity {

/// Everything that a loop calls in a channel or a producer.
enum class callback : std::uint8_t {
  collect_incoming_data,
  found_terminator,
  handle_write,
  handle_drain,
  handle_limit,
  handle_error,
  handle_close,
  more,
  handle_connect,
  handle_accept,
  handle_accepted,
};
std::string to_string(callback which);

std::vector<callback> callbacks_of_a_stream();
/// Those of channels that connect or listen: only in worlds_with_addresses().
std::vector<callback> callbacks_by_address();

/// A channel, and a peer that has the loop make one callback of the channel; in it, `act` is called.
///
/// The log holds the callbacks handle_close, error and those that were made after `act`.
class callback_scene {
 public:
  callback_scene(world& around, callback which, std::function<void()> act);

  support::event_log log;
  std::string lines;  ///< what went to the loop's log sink
  int destroyed = 0;
  bool in_connect = false;  ///< the channel's connect() has not returned yet

 private:
  network& prepare(world& around, callback which);
  void make_chat(callback which);

  std::unique_ptr<stream> met_;
  endpoint where_;
  std::function<void()> act_;

 public:
  loop channels;
  std::unique_ptr<dispatcher> owned;
};

/// The stream callback `which` of that chat calls `act`, once the peer of peer_for(which) has acted.
void attach(support::recorded_chat& chat, callback which, std::function<void()> act);
peer peer_for(callback which);

}  // namespace asynchat::parity
