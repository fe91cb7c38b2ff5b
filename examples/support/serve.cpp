#include "serve.h"

#include <asynchat/sockets/network.h>

#include <signal.h>
#include <sys/resource.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <optional>
#include <system_error>

namespace asynchat::examples {

namespace {

volatile std::sig_atomic_t stop = 0;
/// Whose wait a signal ends.
std::atomic<sockets::network*> waiting = nullptr;

void handle_on(int signal, void (*handler)(int)) {
  struct sigaction action = {};
  action.sa_handler = handler;
  sigaction(signal, &action, nullptr);
}

/// While it lives, SIGTERM and SIGINT do not kill the program: they end the world's wait, and stop_requested() tells of
/// them. One at a time.
class stop_signals {
 public:
  explicit stop_signals(sockets::network& world) {
    waiting = &world;
    for (const int signal : {SIGTERM, SIGINT}) {
      // wake() may be called by a signal's handler, as uv_async_send may.
      handle_on(signal, [](int) {
        const int interrupted = errno;
        stop = 1;
        if (sockets::network* const world_now = waiting) world_now->wake();
        errno = interrupted;
      });
    }
  }
  ~stop_signals() {
    for (const int signal : {SIGTERM, SIGINT}) handle_on(signal, SIG_DFL);
    waiting = nullptr;
  }
  stop_signals(const stop_signals&) = delete;
  stop_signals& operator=(const stop_signals&) = delete;

  bool stop_requested() const { return stop != 0; }
};

/// As many as the system lets this user have: each connection is one.
void allow_many_descriptors() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

int serve_with(const options& asked, const server_maker& make) {
  allow_many_descriptors();
  sockets::network world;
  const stop_signals signals(world);
  loop loop(world);
  const std::unique_ptr<dispatcher> door = make(loop);
  if (const std::error_code error = door->listen(asked.where, {.backlog = 1024})) {
    std::fprintf(stderr, "cannot listen on %s: %s\n", to_string(asked.where).c_str(), error.message().c_str());
    return 1;
  }
  std::printf("listening on %s\n", to_string(door->local()).c_str());
  std::fflush(stdout);
  while (!signals.stop_requested() && door->accepting()) loop.poll(std::nullopt);
  return signals.stop_requested() ? 0 : 1;
}

}  // namespace asynchat::examples
