#pragma once

#include <asynchat/properties/events.h>
#include <asynchat/traces/dialogue.h>
#include <asynchat/traces/event_source.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "programs/output_events.h"
#include "subjects.h"
#include "trace_timing.h"

namespace asynchat::cli {

/// Something of each of two traces: the first, A, and the second, B.
template <class Value>
using of_both = std::array<Value, 2>;
inline constexpr of_both<std::size_t> both{0, 1};

/// What a framing told of: the number of the frame from 1, or 0 for a part of a payload.
struct told_frame {
  std::uint64_t number = 0;
  properties::event what;
};

/// Where the bytes of one direction part.
struct first_difference {
  of_both<std::uint64_t> offset = {};  ///< of the first byte that differs; in a line that differs, also of a masked one
  std::string before;                  ///< the last bytes that are the same
  of_both<std::string> then;           ///< the first bytes from the offset on; empty where there are no more
  std::uint64_t frame = 0;             ///< in which it lies, from 1; 0 without a framing
  std::vector<told_frame> frames_before;
  of_both<std::optional<told_frame>> frames;  ///< that the difference lies in, as far as it is shown
};

/// One direction of a pair of connections.
struct direction_diff {
  of_both<std::uint64_t> bytes = {};
  of_both<traces::stop> end = {traces::stop::open, traces::stop::open};
  of_both<std::uint64_t> gap_bytes = {};
  of_both<std::uint64_t> behind_gap = {};  ///< bytes that are not compared
  std::optional<first_difference> first;

  bool is_same() const { return !first && end[0] == end[1] && gap_bytes[0] == gap_bytes[1]; }
};

/// A connection as one of the traces has it.
struct connection_side {
  std::uint64_t conn = 0;
  std::string client, server;
  connection_timing timing;
};

/// The connections that are the nth to open in their traces.
struct connection_diff {
  std::uint64_t number = 1;                       ///< n, from 1
  of_both<std::optional<connection_side>> in;     ///< one at least
  std::array<direction_diff, 2> directions = {};  ///< by side

  const direction_diff& from(side sender) const { return directions[static_cast<std::size_t>(sender)]; }
  bool is_in_both() const { return in[0] && in[1]; }
  bool is_same() const { return is_in_both() && directions[0].is_same() && directions[1].is_same(); }
};

struct diff_options {
  std::optional<framing_choice> framing = {};
  /// What is not compared in each line, if anything; then bytes are compared line by line, and a line of more than
  /// `line_bytes_max` in pieces of that size.
  std::optional<line_mask> ignored = {};
  std::size_t line_bytes_max = std::size_t{1} << 20;
  /// How far each trace may be ahead of the other, all connections together.
  std::size_t ahead_bytes_max = std::size_t{16} << 20;
};

struct diff_totals {
  std::uint64_t same = 0, different = 0;  ///< connections that are in both
  of_both<std::uint64_t> only = {};
};

/// Compares two traces while both are read, and tells of each pair of connections as it is over, in that order. Pairs
/// are made by the order of opening. How bytes are cut into chunks, and when they come, makes no difference. What comes
/// behind a gap is not compared. Throws traces::input_error, also where one trace would have to be held to more than
/// the bound, since its connections go in quite another order.
diff_totals compare_traces(traces::event_source& a, traces::event_source& b, const diff_options& options,
                           const std::function<void(const connection_diff&)>& tell);

}  // namespace asynchat::cli
