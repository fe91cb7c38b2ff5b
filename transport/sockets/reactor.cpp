#include "reactor.h"

#include "name_connect.h"
#include "watched_socket.h"

#include <asynchat/transport/check.h>

#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <limits>
#include <system_error>

namespace asynchat::sockets {

namespace {

/// How often a socket that the kernel has no room to watch is asked instead.
constexpr int unwatchable_milliseconds = 10;

/// -1 is no limit.
int sooner(int one, int other) {
  if (one < 0) return other;
  return other < 0 ? one : std::min(one, other);
}

int whole_milliseconds(std::optional<duration> timeout) {
  if (!timeout) return -1;
  const auto count = std::chrono::ceil<std::chrono::milliseconds>(*timeout).count();
  return static_cast<int>(std::clamp<decltype(count)>(count, 0, std::numeric_limits<int>::max()));
}

}  // namespace

reactor::reactor() {
  const int status = uv_loop_init(&loop_);
  if (status != 0) throw std::system_error(-status, std::generic_category(), "uv_loop_init");
  const int wake_status = uv_async_init(&loop_, &wake_, [](uv_async_t*) {});
  epoll_ = wake_status == 0 ? epoll_create1(EPOLL_CLOEXEC) : -1;
  epoll_event libuv{};
  libuv.events = EPOLLIN;
  libuv.data.ptr = nullptr;
  if (epoll_ < 0 || epoll_ctl(epoll_, EPOLL_CTL_ADD, uv_backend_fd(&loop_), &libuv) != 0) {
    const int error = wake_status == 0 ? errno : -wake_status;
    if (epoll_ >= 0) ::close(epoll_);
    if (wake_status == 0) uv_close(reinterpret_cast<uv_handle_t*>(&wake_), nullptr);
    uv_run(&loop_, UV_RUN_DEFAULT);
    uv_loop_close(&loop_);
    throw std::system_error(error, std::generic_category(), "epoll");
  }
  // libuv has descriptors of its own to watch, and does not do so before it runs.
  uv_run(&loop_, UV_RUN_NOWAIT);
}

reactor::~reactor() {
  ASYNCHAT_CHECK(open_sockets_ == 0, "close every stream and listener before their network");
  uv_close(reinterpret_cast<uv_handle_t*>(&wake_), nullptr);
  // Runs until the callbacks of all handles and of all abandoned lookups have run, which free them.
  uv_run(&loop_, UV_RUN_DEFAULT);
  const int status = uv_loop_close(&loop_);
  ASYNCHAT_CHECK(status == 0, "a libuv handle is still open");
  ::close(epoll_);
}

void reactor::wait(std::optional<duration> timeout, std::vector<ready_event>& ready) {
  tell_kernel();
  const int libuv_limit = uv_backend_timeout(&loop_);
  const int count =
      epoll_wait(epoll_, events_.data(), static_cast<int>(events_max), milliseconds_to_wait(timeout, libuv_limit));
  // A signal ends the wait early.
  ASYNCHAT_CHECK(count >= 0 || errno == EINTR, "the descriptors of a network are its own");
  bool libuv_is_due = libuv_limit >= 0;
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events_[static_cast<std::size_t>(i)];
    if (event.data.ptr == nullptr) {
      libuv_is_due = true;
    } else {
      static_cast<watched_socket*>(event.data.ptr)->report(event.events, ready);
    }
  }
  for (const watched_socket* socket : changed_) socket->report_unwatchable(ready);
  // Last, since its callbacks open sockets.
  if (libuv_is_due) uv_run(&loop_, UV_RUN_NOWAIT);
}

reactor::place reactor::list(watched_socket& socket) {
  changed_.push_back(&socket);
  return static_cast<place>(changed_.size() - 1);
}

std::error_code reactor::failure_of(const watched_socket& socket) const {
  const auto found = by_name_.find(&socket);
  return found != by_name_.end() ? found->second->failure() : std::error_code{};
}

void reactor::abandon(const watched_socket& socket) {
  const auto found = by_name_.find(&socket);
  if (found == by_name_.end()) return;
  name_connect* const by_name = found->second;
  by_name_.erase(found);
  by_name->abandon();
}

void reactor::tell_kernel() {
  std::size_t left = 0;
  for (watched_socket* socket : changed_) {
    if (socket == nullptr) continue;
    if (socket->tell_kernel()) {
      socket->listed_at(not_listed);
    } else {
      socket->listed_at(static_cast<place>(left));
      changed_[left++] = socket;
    }
  }
  changed_.resize(left);
}

int reactor::milliseconds_to_wait(std::optional<duration> timeout, int libuv_limit) const {
  int limit = sooner(whole_milliseconds(timeout), libuv_limit);
  for (const watched_socket* socket : changed_) {
    limit = sooner(limit, socket->fd() < 0 ? 0 : unwatchable_milliseconds);
  }
  return limit;
}

}  // namespace asynchat::sockets
