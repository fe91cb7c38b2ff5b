#pragma once

#include <asynchat/traces/trace_event.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>

namespace asynchat::cli {

/// Pauses of which the longest is known exactly, and the median to within two hundredths; memory does not grow with
/// their number.
class pause_tally {
 public:
  void add(std::uint64_t ns);
  std::uint64_t longest() const { return longest_; }
  /// The lower one of the two in the middle, rounded down to seven binary digits; 0 when there is none.
  std::uint64_t median() const;

 private:
  std::map<std::uint64_t, std::uint64_t> counts_;  ///< by the rounded pause
  std::uint64_t count_ = 0;
  std::uint64_t longest_ = 0;
};

/// When a connection's events came, and in how many chunks.
class connection_timing {
 public:
  void take(const traces::trace_event& event);

  std::uint64_t opened_ns() const { return opened_ns_; }
  /// From the opening to the last event.
  std::uint64_t duration_ns() const { return last_ns_ - opened_ns_; }
  /// From the opening to the server's first byte.
  std::optional<std::uint64_t> first_answer_ns() const { return first_answer_ns_; }
  std::uint64_t chunks(side from) const { return chunks_[static_cast<std::size_t>(from)]; }
  /// Between neighbouring chunks, whoever sent them.
  const pause_tally& pauses() const { return pauses_; }

 private:
  std::uint64_t opened_ns_ = 0;
  std::uint64_t last_ns_ = 0;
  std::optional<std::uint64_t> first_answer_ns_;
  std::optional<std::uint64_t> last_chunk_ns_;
  std::array<std::uint64_t, 2> chunks_ = {};
  pause_tally pauses_;
};

}  // namespace asynchat::cli
