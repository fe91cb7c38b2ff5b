#pragma once

namespace asynchat::sockets {

/// The system calls of this program that a test counts or lets fail: the program defines them itself, and passes on to
/// the C library what it does not let fail.
enum class call { accept, connect, epoll_ctl, epoll_wait, recv, send };

/// Calls since the program began.
int calls_made(call which);

/// Counts a kind of call from where it is made on.
class tally {
 public:
  explicit tally(call which) : which_(which), before_(calls_made(which)) {}
  int count() const { return calls_made(which_) - before_; }

 private:
  call which_;
  int before_;
};

/// The next `times` calls fail with that errno, without being made.
void fail_next(call which, int error, int times = 1);

/// The descriptor of the latest accept and connect.
int last_accepted();
int last_connected();

}  // namespace asynchat::sockets
