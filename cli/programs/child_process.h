#pragma once

#include <sys/types.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace asynchat::cli {

/// A descriptor that is closed with this object.
class descriptor {
 public:
  explicit descriptor(int number = -1) : number_(number) {}
  descriptor(descriptor&& other) noexcept;
  descriptor& operator=(descriptor&& other) noexcept;
  ~descriptor() { reset(); }

  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  void reset();

 private:
  int number_;
};

/// How a process ended: an exit status, or the signal that killed it.
struct process_end {
  bool by_signal = false;
  int number = 0;
};

/// From the first call on, a signal that ends this process kills its children's groups before, unless that signal is
/// ignored, as SIGHUP is under nohup, or has a handler. Whoever installs a handler that hands a signal on to the one
/// before it calls this first. How children end is told from here on, even if SIGCHLD was ignored.
void watch_for_signals();

/// `/bin/sh -c COMMAND` with its three standard streams on pipes, in a process group of its own. What is left of the
/// group is killed with this object, and when a signal ends this process.
///
/// The ends on this side do not block and are inherited by no other child. A write to a child that no longer reads
/// raises SIGPIPE: hold a sigpipe_ignored.
class child_process {
 public:
  /// Throws std::system_error when the machine has no process, descriptor or memory left for it.
  explicit child_process(const std::string& command);
  child_process(const child_process&) = delete;
  child_process& operator=(const child_process&) = delete;
  ~child_process();

  descriptor input;   ///< the child's standard input
  descriptor output;  ///< its standard output
  descriptor errors;  ///< its standard error

  /// Bytes written to the input that the child has not read.
  std::size_t unread() const;
  /// How it ended, once it has; does not wait. Throws std::system_error when the system does not tell.
  std::optional<process_end> ended();
  /// Kills the whole group.
  void kill();

 private:
  pid_t pid_ = -1;
  std::optional<process_end> end_;
};

/// As long as one lives, writing to a child that is gone is an error and not the end of this process; children are born
/// with the usual handling of all signals.
class sigpipe_ignored {
 public:
  sigpipe_ignored();
  sigpipe_ignored(const sigpipe_ignored&) = delete;
  sigpipe_ignored& operator=(const sigpipe_ignored&) = delete;
  ~sigpipe_ignored();

 private:
  void (*before_)(int);
};

}  // namespace asynchat::cli
