#pragma once

#include <asynchat/transport/clock.h>
#include <asynchat/transport/readiness.h>

#include <uv.h>
#include <cstddef>
#include <optional>
#include <vector>

namespace asynchat::sockets {

/// One libuv loop, and the list that is being filled while it runs. No user's code runs inside of it: what is ready is
/// only written down.
class reactor {
 public:
  reactor();
  ~reactor();
  reactor(const reactor&) = delete;
  reactor& operator=(const reactor&) = delete;

  void wait(std::optional<duration> timeout, std::vector<ready_event>& ready);

  uv_loop_t* loop() { return &loop_; }

  /// News during wait. `place` is the reporter's own, and tells whether it has reported in this wait before: libuv may
  /// call twice.
  void report(registration who, readiness what, std::size_t& place);

  void socket_opened() { ++open_sockets_; }
  void socket_closed() { --open_sockets_; }

 private:
  uv_loop_t loop_;
  uv_timer_t timeout_;
  std::vector<ready_event>* ready_ = nullptr;
  std::size_t first_ = 0;  ///< the size of *ready_ when the wait began
  std::size_t open_sockets_ = 0;
};

}  // namespace asynchat::sockets
