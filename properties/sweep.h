#pragma once

#include <asynchat/properties/check.h>
#include <asynchat/properties/subject.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "log_cursor.h"
#include "stepper.h"
#include "tally.h"

namespace asynchat::properties {

/// What a sweep tries besides a cut, an empty read and bursts at every offset.
struct sweep_choice {
  std::size_t window_bytes = 0;         ///< at least 1; the stream's length or more: no windows
  std::size_t window_frames = 0;        ///< at least 1; a window ends where so many frames have ended in it
  std::vector<bool> ends;               ///< by offset, 0 to the stream's length: whether the stream may end there
  std::vector<std::size_t> frame_ends;  ///< where what follows is changed, ascending
  bool only_cuts = false;               ///< one cut at every offset, and nothing else
  /// Asked before each offset; the sweep ends where it says no. Never null.
  std::function<bool(std::size_t)> goes_on;
};

/// Which of the plans about one offset a sweep made.
struct made_plans {
  bool cut = false;
  bool empty_read = false;
  bool end = false;  ///< both ends of the stream
  bool suffix_left_away = false;
  bool suffix_changed = false;  ///< to each of the bytes that may follow
  std::uint8_t burst = 0;       ///< the bursts of up to that many bytes that begin here
};

/// Makes all plans that go by offsets from saved states; check() says how.
///
///     checkpoint          i   i+1 … i+9                next checkpoint
///     |-------------------|---|---…-|------------------|
///      one read             single    one read, compared with the checkpoint's state
///
/// Without windows, a stream above 4 KiB has meeting points: the states after so many bytes in one read. What follows a
/// cut is done when it meets the next one; at these offsets it is delivered to its end. In windows, they are the
/// checkpoints.
///
/// The states after i to i + 9 bytes are kept in a ring. A burst all of whose bytes step on from one of these states to
/// the next is, at its end, in the state that one cut there gives, and so needs no run of its own.
class sweep {
 public:
  /// All is borrowed; `expected` is what the whole run told. The subject has states.
  sweep(const subject& parser, const checked_stream& stream, const events& expected, const reference& model,
        const sweep_choice& choice, tally& counts);

  /// Returns what was made, by offset from 0 to the stream's length. Nothing when it cannot be done, for the stream in
  /// windows already breaks a law: then no offset was tried. Runs once.
  std::vector<made_plans> run();
  std::uint64_t bytes_fed() const { return run_.bytes_fed(); }

 private:
  static constexpr std::size_t burst_max = 9;
  static constexpr std::size_t ring_size = burst_max + 1;
  static constexpr std::size_t scratch_slot = ring_size;

  /// The state after a prefix: where the log stands, if it is still the expected one; and whether one more byte, alone,
  /// leads to the very state after the prefix that is longer by it.
  struct place {
    log_mark told;
    bool good = false;
    bool steps_on = false;
  };

  /// A state on the way of whatever tells the expected log: met there, the rest is known.
  struct meeting_point {
    std::size_t offset = 0;
    log_mark told;
    std::size_t slot = 0;
  };
  static constexpr std::size_t met_bytes_min = 4096;
  static constexpr std::size_t meeting_bytes = 256;

  static std::size_t checkpoint_slot(std::size_t number) { return scratch_slot + 1 + number; }
  static std::size_t ring_slot(std::size_t offset) { return offset % ring_size; }
  place& ring(std::size_t offset) { return ring_[offset % ring_size]; }

  bool lay_checkpoints();
  void lay_meeting_points();
  std::size_t window_end(std::size_t start) const;
  std::size_t checkpoint_before(std::size_t offset) const;
  void try_offset(std::size_t offset);
  void reach(std::size_t offset);
  void try_ends(std::size_t offset, log_mark told);
  void try_suffixes(std::size_t offset);
  void try_cut(std::size_t offset);
  void step_from(std::size_t offset);
  void try_bursts(std::size_t offset);

  const meeting_point* meeting_after(std::size_t offset) const;
  bool rest_holds(std::size_t offset, log_mark told);
  template <class Make>
  void broke(law which, std::string_view strategy, Make make);
  sim::delivery in_windows(const sim::delivery& what) const;
  sim::delivery cut_where_it_meets(const sim::delivery& what) const;
  template <class Make>
  void audit(std::string_view strategy, Make make);

  sim::delivery cut_delivery(std::vector<std::size_t> cuts) const;
  sim::delivery end_delivery(std::size_t offset, sim::ending how) const;

  stepper run_;
  const checked_stream& stream_;
  const events& expected_;
  const reference& model_;
  const sweep_choice& choice_;
  tally& counts_;
  std::vector<std::size_t> checkpoint_offsets_;  ///< ascending, from 0 to the stream's length
  std::vector<log_mark> checkpoints_;
  std::vector<meeting_point> meeting_points_;  ///< ascending
  std::array<place, ring_size> ring_;
  std::vector<made_plans> made_;
};

}  // namespace asynchat::properties
