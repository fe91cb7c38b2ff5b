#pragma once

#include <string>

#include "foreign_subject.h"
#include "output_events.h"
#include "program_run.h"

namespace asynchat::cli {

/// A program under test: `/bin/sh -c COMMAND` reads the stream on its standard input. Its events are the lines of its
/// standard output, then "exit" with status 0, or an "error" that says how else it ended: "exit status 1", "killed by
/// SIGSEGV", "it does not end", "endless output".
class exec_subject final : public foreign_subject {
 public:
  /// Watches for signals, see watch_for_signals(): make it before a work_limit.
  exec_subject(std::string command, line_mask mask, program_limits limits = {});

  /// "exec:" and the command.
  std::string name() const override;
  std::string_view noun() const override { return "program"; }
  foreign_play play_anew(std::string_view bytes, std::span<const std::size_t> chunks) const override;

 private:
  const std::string command_;
  const line_mask mask_;
  const program_limits limits_;
  const sigpipe_ignored no_sigpipe_;
};

}  // namespace asynchat::cli
