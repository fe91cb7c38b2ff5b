#include "work_limit.h"

#include <signal.h>

#include <atomic>

namespace asynchat::cli {

namespace {

std::atomic<bool> interrupt_seen{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler sets it");

/// How SIGINT was handled before a work_limit; it does not change while one lives.
struct sigaction before {};

/// The next interrupt is no longer ours.
void note_interrupt(int signal) {
  interrupt_seen = true;
  sigaction(signal, &before, nullptr);
}

}  // namespace

work_limit::work_limit(std::optional<double> budget_seconds) {
  using std::chrono::steady_clock;
  if (budget_seconds) {
    end_ = steady_clock::now() +
           std::chrono::duration_cast<steady_clock::duration>(std::chrono::duration<double>(*budget_seconds));
  }
  interrupt_seen = false;
  struct sigaction noting {};
  noting.sa_handler = note_interrupt;
  noting.sa_flags = SA_RESTART;  // What waits for a file or a pipe goes on.
  sigaction(SIGINT, nullptr, &before);
  if (before.sa_handler != SIG_IGN) sigaction(SIGINT, &noting, nullptr);
}

work_limit::~work_limit() { sigaction(SIGINT, &before, nullptr); }

bool work_limit::reached() const { return interrupted() || (end_ && std::chrono::steady_clock::now() >= *end_); }

bool work_limit::interrupted() const { return interrupt_seen; }

}  // namespace asynchat::cli
