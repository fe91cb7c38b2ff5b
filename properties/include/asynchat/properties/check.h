#pragma once

#include <asynchat/properties/cost.h>
#include <asynchat/properties/evaluation.h>
#include <asynchat/properties/framing_coverage.h>
#include <asynchat/properties/laws.h>
#include <asynchat/properties/subject.h>
#include <asynchat/sim/fault_ledger.h>
#include <asynchat/sim/strategy.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::properties {

/// How far a check has come.
struct check_progress {
  std::string_view strategy;  ///< what is tried next; "offsets" for all that goes by offsets from saved states
  std::uint64_t done = 0;     ///< plans of all strategies, about
  std::uint64_t planned = 0;  ///< all there will be, about
};

/// How much is tried: full is quick and all other strategies that there are, and deeds in a channel's callbacks.
enum class check_tier : std::uint8_t { quick, full };
/// What the network may do: with hostile it changes bytes as well, as TCP never does.
enum class fault_profile : std::uint8_t { tcp, hostile };

struct check_options {
  std::uint64_t seed = 0;
  check_tier tier = check_tier::quick;
  fault_profile profile = fault_profile::tcp;
  /// Longer streams, and those whose bytes times frames exceed the second limit, are swept in windows: see check().
  std::size_t every_offset_bytes_max = std::size_t{16} << 10;
  std::size_t bytes_times_frames_max = std::size_t{4} << 20;
  std::size_t window_bytes = 1024;
  std::size_t window_frames = 64;
  /// About how many bytes of one stream the reference is given, and a parser without states is fed by one strategy;
  /// ends and plans are thinned evenly until it suffices.
  std::uint64_t strategy_bytes_max = std::uint64_t{192} << 20;
  /// Without it, linear_cost judges nothing.
  cost_clock clock = {};
  /// Where law::parity compares with; without them it judges nothing. Streams up to that length come byte by byte, too.
  std::vector<other_world> other_worlds = {};
  std::size_t single_bytes_elsewhere_max = 256;
  /// A parser without states is given every cut of a stream up to that length; see also prove().
  std::size_t every_cut_bytes_max = 10;
  /// The strategies that are tried, each called as sim::is_called() takes it, or "callbacks"; empty: all of the tier
  /// and the profile. What is named so is played plan by plan from the first byte, of whatever tier and profile it is:
  /// every plan, pairs of cuts too, as far as strategy_bytes_max goes.
  std::vector<std::string> strategies = {};
  /// Asked before each plan or offset, by the thread that checks; once true, the check ends with what it has.
  std::function<bool()> stop = {};
  /// Told then how far the check has come.
  std::function<void(const check_progress&)> progress = {};
};

/// A law, broken by a delivery that breaks it each time it is played.
struct failure {
  std::string strategy;
  sim::delivery what;
  breach details;
  /// The stream that was delivered, where it was made for the law; none: the one that is checked.
  std::optional<made_stream> of = {};
  std::optional<other_world> elsewhere = {};   ///< for law::parity: where it was played besides
  std::optional<callback_action> action = {};  ///< what was done in one of the channel's callbacks
};

struct law_result {
  std::uint64_t cases = 0;  ///< deliveries judged by it
  std::uint64_t broken = 0;
  std::uint64_t found_after = 0;  ///< how many of the cases it took to find the first that broke it; 0 when none did
  std::optional<failure> first;
};

/// How many plans of a strategy were tried on the checked stream, of how many there are.
struct strategy_result {
  std::string name;
  std::uint64_t tried = 0;
  std::uint64_t possible = 0;
  bool complete = true;  ///< false where the check was stopped before the last plan that it would have tried
};

struct check_report {
  std::array<law_result, all_laws.size()> laws;
  std::vector<strategy_result> strategies;
  std::size_t frames = 0;             ///< events of the whole run
  std::uint64_t bytes_delivered = 0;  ///< fed to the parser, all plans together
  bool windowed = false;
  /// The steepest growth that linear_cost has seen, as a power of the length; none where it judged nothing.
  std::optional<double> cost_exponent;
  /// Of tier full: how often each fault was offered to the parser, and had its effect; and which places of a channel's
  /// framing were reached by what, of those that are possible: none where strategies were named.
  sim::fault_ledger faults = {};
  framing_coverage places = {};
  bool stopped = false;  ///< by check_options::stop, with plans left to try
  /// Why the check itself is worth nothing, a sentence each; empty when all is well.
  std::vector<std::string> troubles;

  const law_result& operator[](law which) const { return laws[static_cast<std::size_t>(which)]; }
  std::uint64_t tried() const;
  std::uint64_t possible() const;
  /// No law was broken by what was tried, and there is no trouble.
  bool held() const;
  /// Every delivery that was played again told the same. Where one did not, no other law was judged.
  bool is_deterministic() const { return (*this)[law::replay].broken == 0; }
  /// The first failure in the order of all_laws; null when there is none.
  const failure* first_failure() const;
};

/// Delivers one stream to one parser under the plans of a tier and judges every delivery by every law that applies.
/// Without a reference the model law judges nothing.
///
/// Where the parser has states, the plans that go by offsets share their work: the state after each prefix is reached
/// once, read in one chunk, and what comes after it starts there; a burst is done as soon as it meets the state that
/// one cut at its end would have given. A stream that is long or full of frames is `windowed`: the prefix comes in
/// chunks of `window_bytes`, or shorter ones where `window_frames` frames have ended, and a run is done when it meets
/// the state at the end of its window. Every failure found so is played from the first byte as an explicit plan before
/// it is reported.
///
/// law::replay comes before all: a few deliveries are played twice at the beginning, and in the end the one that broke
/// a law. A parser that then tells something else is accused of that alone.
check_report check(const subject& parser, const checked_stream& stream, const reference& model,
                   const check_options& options = {});

/// What the law of limits says of frames just below, at and just above each limit that the parser offers. check() does
/// this by itself.
law_result check_limits(const subject& parser, const reference& model, const std::function<bool()>& stop = {});
/// True when the stream ends before its first frame does, as the reference sees it: then a parser has nothing to tell.
bool tells_nothing(const reference& model, const checked_stream& stream);

/// Offsets just past the frames that a reference finds in the stream, ascending.
std::vector<std::size_t> frame_ends(const checked_stream& stream, const reference& model);

/// The edges of the stream, asked of the parser byte by byte; none where it cannot tell.
std::vector<sim::edge> edges_of(const subject& parser, const checked_stream& stream,
                                std::span<const std::size_t> frame_ends = {});

}  // namespace asynchat::properties
