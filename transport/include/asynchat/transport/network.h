#pragma once

#include <asynchat/transport/clock.h>
#include <asynchat/transport/endpoint.h>
#include <asynchat/transport/listener.h>
#include <asynchat/transport/readiness.h>
#include <asynchat/transport/stream.h>

#include <memory>
#include <optional>
#include <system_error>
#include <vector>

namespace asynchat {

struct listen_options {
  int backlog = 128;          ///< connections that may wait to be accepted
  bool reuse_address = true;  ///< bind although an earlier connection of that address lingers
};

/// What network::connect came to. Where `connecting` is null, or `error` is set, the attempt failed at once; the stream
/// of a failed attempt, if there is one, is the caller's to close.
struct connect_result {
  std::unique_ptr<stream> connecting;
  bool in_progress = false;  ///< true: wait until it is ready, then ask stream::finish_connect
  std::error_code error;
};

struct listen_result {
  std::unique_ptr<listener> listening;
  std::error_code error;
};

/// One world: real sockets, or a simulation. It makes streams and listeners, tells what is ready, and tells the time.
/// All of its calls but wake() come from one thread.
class network : public clock {
 public:
  virtual connect_result connect(const endpoint& where) = 0;
  virtual listen_result listen(const endpoint& where, const listen_options& options) = 0;

  /// Appends to `ready` what is ready among all that is watched; waits for it at most `timeout`, or without limit when
  /// there is none. It may return earlier, with nothing. The order is not specified, and each `who` appears once at
  /// most. It drives the network: time may pass and bytes may move only in here.
  virtual void wait(std::optional<duration> timeout, std::vector<ready_event>& ready) = 0;

  /// Makes the wait under way, or the next one, return at once. The one call that other threads may make, as long as
  /// the network lives.
  virtual void wake() = 0;
};

}  // namespace asynchat
