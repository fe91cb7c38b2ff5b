#include "stop_signals.h"

#include <atomic>
#include <cerrno>

namespace asynchat::cli {

namespace {

std::atomic<bool> stop_seen{false};
/// Whose wait a signal ends.
std::atomic<sockets::network*> waiting = nullptr;
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<sockets::network*>::is_always_lock_free,
              "a signal handler uses them");

void stop(int) {
  const int interrupted = errno;
  stop_seen = true;
  if (sockets::network* const world = waiting) world->wake();
  errno = interrupted;
}

}  // namespace

stop_signals::stop_signals(sockets::network& world) {
  stop_seen = false;
  waiting = &world;
  for (std::size_t i = 0; i < signals.size(); ++i) {
    struct sigaction action {};
    action.sa_handler = signals[i] == SIGINT || signals[i] == SIGTERM ? stop : SIG_IGN;
    sigaction(signals[i], &action, &before_[i]);
  }
}

stop_signals::~stop_signals() {
  for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &before_[i], nullptr);
  waiting = nullptr;
}

bool stop_signals::requested() const { return stop_seen; }

}  // namespace asynchat::cli
