#pragma once

#include <asynchat/properties/counterexample.h>
#include <asynchat/sim/strategy.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "check_run.h"
#include "foreign_subject.h"

namespace asynchat::cli {

/// How a foreign parser is checked.
struct foreign_settings {
  std::uint64_t seed = 0;
  std::size_t jobs = 1;                                                 ///< plays of one stream at a time
  std::uint64_t plans_max = std::numeric_limits<std::uint64_t>::max();  ///< of one stream
  std::vector<std::string> strategies = {};                             ///< their names; empty: all
  std::chrono::milliseconds shrink_time_max{1'500};
  /// Asked on any thread before each plan; once it says true, all ends with what was found so far.
  std::function<bool()> stop = [] { return false; };
  /// Told how far the check has come. Called on any of the threads, one call at a time.
  std::function<void(const properties::check_progress&)> progress = {};
};

/// What one stream came to under a foreign parser.
struct foreign_report {
  properties::check_report report;
  /// A failure that was seen twice, or once where the user then asked for the end: as it was found, and shrunk.
  std::optional<properties::failure> found;
  properties::counterexample failure;
  std::string aside;               ///< what the parser said meanwhile that is not compared
  bool not_deterministic = false;  ///< one of the report's troubles shows two logs
};

/// Delivers one stream to a foreign parser under the plans of tier quick that can reach it, several at a time, and
/// compares what it tells with what it tells of the same bytes in one read: laws that need a reference or a channel
/// are not judged. First the whole stream, twice; then the strategies in turn, a plan of each, the offsets of each
/// spread over the stream, so that what is tried first differs most. An end of the stream at byte k is tried with every
/// byte alone.
///
/// At the first failure no further plan begins; it is played again, and where that comes out differently the parser is
/// not deterministic. Its shrinking ends after `shrink_time_max`. `compared` wraps the parser where only its result
/// counts; `aim` is the framing whose frames tell where cuts are worth most.
///
/// Throws traces::input_error where there is nothing to check: the shell does not know the command, the program ends
/// before it reads, nobody answers.
foreign_report check_foreign(foreign_subject& parser, const properties::subject& compared,
                             const recorded_stream& source, const checked_parser& aim,
                             const foreign_settings& settings);

/// The strategies of tier quick whose plans cannot reach a foreign parser, as a sentence says it.
inline constexpr std::string_view strategies_left_out = "empty reads, changed suffixes, resets and short writes";

}  // namespace asynchat::cli
