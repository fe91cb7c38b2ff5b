#include "reactor.h"

#include <asynchat/transport/check.h>

#include <cstdint>
#include <limits>
#include <system_error>

namespace asynchat::sockets {

namespace {

std::uint64_t whole_milliseconds(std::optional<duration> timeout) {
  if (!timeout) return std::numeric_limits<std::uint64_t>::max();
  return static_cast<std::uint64_t>(std::chrono::ceil<std::chrono::milliseconds>(*timeout).count());
}

}  // namespace

reactor::reactor() {
  const int status = uv_loop_init(&loop_);
  if (status != 0) throw std::system_error(-status, std::generic_category(), "uv_loop_init");
  uv_timer_init(&loop_, &timeout_);
}

reactor::~reactor() {
  ASYNCHAT_CHECK(open_sockets_ == 0, "close every stream and listener before their network");
  uv_close(reinterpret_cast<uv_handle_t*>(&timeout_), nullptr);
  // Runs until the close callbacks of all handles have run, which delete the handles.
  uv_run(&loop_, UV_RUN_DEFAULT);
  const int status = uv_loop_close(&loop_);
  ASYNCHAT_CHECK(status == 0, "a libuv handle is still open");
}

void reactor::wait(std::optional<duration> timeout, std::vector<ready_event>& ready) {
  ready_ = &ready;
  first_ = ready.size();
  if (timeout && *timeout <= duration::zero()) {
    uv_run(&loop_, UV_RUN_NOWAIT);
  } else {
    // libuv counts a timer from the time it last looked at the clock. The timer is armed without a limit, too, since a
    // libuv loop in which nothing is active does not wait at all.
    uv_update_time(&loop_);
    uv_timer_start(
        &timeout_, [](uv_timer_t*) {}, whole_milliseconds(timeout), 0);
    uv_run(&loop_, UV_RUN_ONCE);
    uv_timer_stop(&timeout_);
  }
  ready_ = nullptr;
}

void reactor::report(registration who, readiness what, std::size_t& place) {
  std::vector<ready_event>& ready = *ready_;
  if (place >= first_ && place < ready.size() && ready[place].who == who) {
    ready[place].what |= what;
    return;
  }
  place = ready.size();
  ready.push_back({who, what});
}

}  // namespace asynchat::sockets
