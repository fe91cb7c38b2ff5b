#include "work_limit.h"

#include <atomic>

namespace asynchat::cli {

namespace {

std::atomic<bool> interrupt_seen{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler sets it");

void note_interrupt(int /*signal*/) { interrupt_seen = true; }

}  // namespace

work_limit::work_limit(std::optional<double> budget_seconds) {
  using std::chrono::steady_clock;
  if (budget_seconds) {
    end_ = steady_clock::now() +
           std::chrono::duration_cast<steady_clock::duration>(std::chrono::duration<double>(*budget_seconds));
  }
  interrupt_seen = false;
  struct sigaction once {};
  once.sa_handler = note_interrupt;
  // What waits for a file or a pipe goes on; the next interrupt is no longer ours.
  once.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;
  sigaction(SIGINT, nullptr, &before_);
  if (before_.sa_handler != SIG_IGN) sigaction(SIGINT, &once, nullptr);
}

work_limit::~work_limit() { sigaction(SIGINT, &before_, nullptr); }

bool work_limit::reached() const { return interrupted() || (end_ && std::chrono::steady_clock::now() >= *end_); }

bool work_limit::interrupted() const { return interrupt_seen; }

}  // namespace asynchat::cli
