#pragma once

#include <asynchat/properties/subject.h>
#include <asynchat/sim/plan.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace asynchat::cli {

/// What one delivery to a foreign parser came to.
struct foreign_play {
  properties::events log;
  std::string aside;  ///< what it said that is not compared: the end of its standard error
  std::chrono::steady_clock::duration time{};
  std::optional<int> exit_status = {};  ///< of a program that ended by itself
  bool nothing_read = false;            ///< it ended before it had read a byte
  bool limit_reached = false;           ///< it did not end by itself
  bool broken_off = false;              ///< the user has asked for the end: nothing else here means anything
  bool unreachable = false;             ///< nobody was there to play to: `trouble` says why
  std::error_code trouble = {};
};

/// A parser in another process, or behind a port: it is played from the first byte each time, and takes milliseconds.
/// The plan's cuts reach it; its empty reads do not, its waits pass unnoticed, and a reset is an end of the stream.
///
/// Any thread may play. The last few plays are remembered, since a failure is judged, shrunk and told of by playing the
/// same deliveries again.
class foreign_subject : public properties::subject {
 public:
  bool has_states() const final { return false; }
  std::unique_ptr<properties::session> start() const final;
  properties::outcome play(std::string_view bytes, const sim::plan& steps,
                           std::span<const heard_frame> heard) const final;

  /// Plays it, remembered or not.
  virtual foreign_play play_anew(std::string_view bytes, std::span<const std::size_t> chunks) const = 0;
  /// Plays it, or says what came of it the last time, unless that was broken off.
  foreign_play play_once(std::string_view bytes, const sim::plan& steps) const;
  /// The next play of each delivery is a new one.
  void forget();

  /// What it is called in sentences: "program", "server".
  virtual std::string_view noun() const = 0;

  /// True for one that lives on from play to play, so that one delivery can spoil the next.
  virtual bool keeps_state() const { return false; }

  /// Asked now and then during a play, by any thread: once it says true, plays are broken off.
  void break_off_when(std::function<bool()> asked) { asked_to_end_ = std::move(asked); }

  bool is_asked_to_end() const { return asked_to_end_ && asked_to_end_(); }

  /// The time that one play may take.
  void set_time_max(std::chrono::milliseconds time) { time_max_ = time; }
  std::chrono::milliseconds time_max() const { return time_max_; }

 protected:
  explicit foreign_subject(std::chrono::milliseconds time_max) : time_max_(time_max) {}

 private:
  struct remembered {
    std::string bytes;
    std::vector<std::size_t> chunks;
    foreign_play came_to;
  };
  static constexpr std::size_t remembered_max = 16;
  static constexpr std::size_t remembered_bytes_max = std::size_t{1} << 20;

  std::atomic<std::chrono::milliseconds> time_max_;
  std::function<bool()> asked_to_end_;
  mutable std::mutex guard_;
  mutable std::deque<remembered> memory_;
};

/// The sizes of the plan's chunks.
std::vector<std::size_t> chunks_of(const sim::plan& steps);

}  // namespace asynchat::cli
