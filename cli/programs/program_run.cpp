#include "program_run.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>

namespace asynchat::cli {

namespace {

using steady = std::chrono::steady_clock;
using std::chrono::microseconds;

/// A pipe does not tell that it has become empty, so it is asked again and again: soon at first, when a program that
/// waits in its read has taken a chunk, then ever less often, while one starts or works.
constexpr microseconds pause_min{20};
constexpr microseconds pause_max{1000};

class run {
 public:
  run(const std::string& command, std::string_view bytes, std::span<const std::size_t> chunks,
      const program_limits& limits)
      : child_(command), rest_(bytes), chunks_(chunks), limits_(limits) {}

  program_result until_the_end() {
    const steady::time_point deadline = begin_ + limits_.time_max + chunks_.size() * limits_.chunk_time_max;
    for (;;) {
      give();
      take(child_.output, [this](std::string_view piece) { keep_output(piece); });
      take(child_.errors, [this](std::string_view piece) { keep_errors(piece); });
      if (too_much_) return finished(program_result::ending::too_much_output);
      if (child_.ended()) return finished(program_result::ending::ended);
      if (steady::now() >= deadline || (limits_.stop && limits_.stop()))
        return finished(program_result::ending::out_of_time);
      wait();
    }
  }

 private:
  /// Writes the next chunk if the one before has been read, or what is left of a chunk that was too long for the pipe.
  void give() {
    if (!child_.input.is_open()) return;
    if (now_.empty()) {
      if (child_.unread() > 0) return;
      if (chunks_.empty()) return child_.input.reset();
      now_ = rest_.substr(0, chunks_.front());
      chunks_ = chunks_.subspan(1);
      rest_.remove_prefix(now_.size());
      pause_ = pause_min;
    }
    const ssize_t written = ::write(child_.input.number(), now_.data(), now_.size());
    if (written >= 0) {
      now_.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EAGAIN && errno != EINTR) {  // nobody will read it
      lost_ = now_.size() + rest_.size();
      child_.input.reset();
    }
  }

  template <class Keep>
  void take(descriptor& from, Keep keep) {
    std::array<char, 16384> room;
    while (from.is_open() && !too_much_) {
      const ssize_t count = ::read(from.number(), room.data(), room.size());
      if (count > 0) {
        keep(std::string_view(room.data(), static_cast<std::size_t>(count)));
        pause_ = pause_min;
      } else if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
        from.reset();
      } else if (errno == EAGAIN) {
        return;
      }
    }
  }

  void keep_output(std::string_view piece) {
    const std::size_t room = limits_.output_bytes_max - result_.output.size();
    too_much_ = piece.size() > room;
    result_.output += piece.substr(0, room);
  }

  void keep_errors(std::string_view piece) {
    result_.errors += piece;
    if (result_.errors.size() > 2 * limits_.error_bytes_kept) trim_errors();
    errors_seen_ += piece.size();
    too_much_ = too_much_ || errors_seen_ > limits_.output_bytes_max;
  }

  void trim_errors() {
    if (result_.errors.size() <= limits_.error_bytes_kept) return;
    result_.errors.erase(0, result_.errors.size() - limits_.error_bytes_kept);
  }

  void wait() {
    std::array<pollfd, 3> watched{};
    nfds_t count = 0;
    for (const descriptor* one : {&child_.output, &child_.errors}) {
      if (one->is_open()) watched[count++] = {one->number(), POLLIN, 0};
    }
    if (child_.input.is_open() && !now_.empty()) watched[count++] = {child_.input.number(), POLLOUT, 0};
    const timespec pause{0, std::chrono::nanoseconds(pause_).count()};
    ppoll(watched.data(), count, &pause, nullptr);
    pause_ = std::min(pause_ * 2, pause_max);
  }

  program_result finished(program_result::ending what) {
    result_.what = what;
    result_.unread = child_.input.is_open() ? child_.unread() + now_.size() + rest_.size() : lost_;
    if (what == program_result::ending::ended) {
      // It wrote before it ended, so all of it is there.
      take(child_.output, [this](std::string_view piece) { keep_output(piece); });
      take(child_.errors, [this](std::string_view piece) { keep_errors(piece); });
      if (too_much_) result_.what = program_result::ending::too_much_output;
      result_.how = *child_.ended();
    } else {
      child_.kill();
    }
    trim_errors();
    result_.time = steady::now() - begin_;
    return std::move(result_);
  }

  child_process child_;
  const steady::time_point begin_ = steady::now();
  std::string_view rest_;  ///< of the stream, behind the chunk that is being written
  std::string_view now_;   ///< of that chunk, what the pipe has not taken
  std::span<const std::size_t> chunks_;
  const program_limits limits_;
  microseconds pause_ = pause_min;
  std::size_t lost_ = 0;
  std::size_t errors_seen_ = 0;
  bool too_much_ = false;
  program_result result_;
};

}  // namespace

program_result run_program(const std::string& command, std::string_view bytes, std::span<const std::size_t> chunks,
                           const program_limits& limits) {
  return run(command, bytes, chunks, limits).until_the_end();
}

std::string signal_name(int number) {
  const char* name = sigabbrev_np(number);
  return name != nullptr ? "SIG" + std::string(name) : "signal " + std::to_string(number);
}

bool has_name(int signal_number) { return sigabbrev_np(signal_number) != nullptr; }

}  // namespace asynchat::cli
