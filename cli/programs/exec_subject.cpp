#include "exec_subject.h"

#include <utility>

namespace asynchat::cli {

namespace {

/// How it ended, where that was not with status 0. No number of bytes or seconds is in it: the same must be said of the
/// same failure, whatever the limits.
std::string trouble_of(const program_result& result) {
  switch (result.what) {
    case program_result::ending::out_of_time:
      return result.unread > 0 ? "it stops reading and does not end" : "it does not end";
    case program_result::ending::too_much_output:
      return "endless output";
    case program_result::ending::ended:
      break;
  }
  if (result.how.by_signal) return "killed by " + signal_name(result.how.number);
  const int status = result.how.number;
  const std::string text = "exit status " + std::to_string(status);
  // So a shell tells of the death of what it ran.
  return status > 128 && has_name(status - 128) ? text + ", killed by " + signal_name(status - 128) : text;
}

}  // namespace

exec_subject::exec_subject(std::string command, line_mask mask, program_limits limits)
    : foreign_subject(limits.time_max), command_(std::move(command)), mask_(std::move(mask)), limits_(limits) {
  watch_for_signals();
}

std::string exec_subject::name() const { return "exec:" + command_; }

foreign_play exec_subject::play_anew(std::string_view bytes, std::span<const std::size_t> chunks) const {
  program_limits limits = limits_;
  limits.time_max = time_max();
  limits.stop = [this] { return is_asked_to_end(); };
  const program_result result = run_program(command_, bytes, chunks, limits);
  foreign_play play;
  const bool ended = result.what == program_result::ending::ended;
  // How far an endless output had come when it was stopped says nothing.
  if (result.what != program_result::ending::too_much_output) play.log = events_of_output(result.output, mask_);
  if (ended && !result.how.by_signal && result.how.number == 0) {
    play.log.add("exit", {}, {0});
  } else {
    play.log.add("error", trouble_of(result));
  }
  if (ended && !result.how.by_signal) play.exit_status = result.how.number;
  play.aside = result.errors;
  play.time = result.time;
  play.nothing_read = ended && !bytes.empty() && result.unread == bytes.size();
  play.limit_reached = !ended;
  play.broken_off = !ended && is_asked_to_end();
  return play;
}

}  // namespace asynchat::cli
