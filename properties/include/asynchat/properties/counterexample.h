#pragma once

#include <asynchat/properties/check.h>
#include <asynchat/properties/evaluation.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace asynchat::properties {

/// A delivery that breaks a law, with all that is needed to make it again.
struct counterexample {
  /// What is delivered: `kept` bytes of a stream, changed where the strategy did that, and then its suffix.
  std::string bytes;
  std::size_t kept = 0;
  sim::plan steps;
  sim::ending stream_end = sim::ending::eof;  ///< how the stream itself ends, whatever the plan does
  std::vector<heard_frame> heard;
  std::string strategy;
  breach details;
  /// False where shrink() played it again and did not see the same: the parser goes by something else, too.
  bool stable = true;
  std::optional<other_world> elsewhere = {};   ///< for law::parity: where it was played besides
  std::optional<callback_action> action = {};  ///< what was done in one of the channel's callbacks
};

/// The counterexample that a failed check found in this stream.
counterexample make_counterexample(const checked_stream& stream, const failure& found);

/// Plays it again: the breach of the same law, if it is still broken. Without a clock, linear_cost judges nothing.
std::optional<breach> replay(const subject& parser, const counterexample& example, const reference& model,
                             const cost_clock& clock = {});

struct shrink_limits {
  std::size_t plays_max = 4000;
  std::uint64_t bytes_max = std::uint64_t{128} << 20;  ///< delivered by all plays together
  std::function<bool()> out_of_time = {};              ///< asked before each play; may be null
};

/// A smaller counterexample to the same law. Faults are dropped; then, as long as that makes it smaller, cuts are
/// removed, those that remain are moved to the nearest terminator, whole frames and then bytes are dropped, and letters
/// and digits become 'a' where they may; at last delays become 0. What is dropped is dropped as in Zeller's and
/// Hildebrandt's ddmin ("Simplifying and Isolating Failure-Inducing Input", IEEE TSE 28(2), 2002), without complements.
/// At its limits it stops with what it has. The result has been played twice more, see counterexample::stable. What
/// breaks linear_cost stays as it is: less of it would only be faster.
counterexample shrink(const subject& parser, const counterexample& example, const reference& model,
                      const shrink_limits& limits = {});

}  // namespace asynchat::properties
