#pragma once

#include <asynchat/engine/loop.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "programs/child_process.h"
#include "wire.h"

namespace asynchat::cli {

/// The standard input and output of `/bin/sh -c COMMAND` as a wire: its input ends where this side's stream does, and
/// its output ends when it has ended itself, by a reset where a signal killed it. Pipes are no streams of a network, so
/// they are looked at once in a millisecond, by the loop's timers.
class program_wire final : public wire {
 public:
  /// Starts the program. Loop and user outlive it. Throws std::system_error when the machine cannot start it.
  program_wire(loop& owner, wire_user& user, const std::string& command);
  ~program_wire() override;

  void send(std::string_view bytes) override;
  std::size_t unsent() const override { return queued_.size(); }
  void end_output() override;
  void abort() override;
  void resume() override {}

  /// True where the shell could not run the command: it ended so, and had said nothing.
  bool was_not_found() const;
  /// The last line of its standard error; empty where it said nothing there.
  std::string last_words() const;

 private:
  static constexpr std::size_t errors_kept = 4096;

  void look_soon();
  void look();
  void give();
  void take_output();
  void take_errors();
  void tell_end();

  loop& owner_;
  wire_user& user_;
  const sigpipe_ignored no_sigpipe_;
  child_process child_;
  std::string queued_;
  std::string errors_;
  std::size_t said_ = 0;
  bool ends_ = false;
  bool over_ = false;
  std::optional<process_end> end_;
  std::optional<timer_id> next_look_;
};

}  // namespace asynchat::cli
