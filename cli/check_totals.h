#pragma once

#include <asynchat/properties/framing_coverage.h>
#include <asynchat/properties/laws.h>
#include <asynchat/sim/fault_ledger.h>
#include <asynchat/transport/side.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "check_run.h"

namespace asynchat::cli {

/// Results added up: of one side of one trace, or of all.
struct total {
  std::string trace;
  side from = side::client;
  stream_place place;  ///< of the first one
  std::size_t streams = 0;
  std::size_t bytes = 0;
  std::size_t frames = 0;
  std::uint64_t tried = 0;
  std::uint64_t possible = 0;
  std::uint64_t delivered = 0;
  std::set<properties::law> judged;
  std::set<properties::law> broken;
  double seconds = 0;

  void add(const checked& one);
};

/// All that is said of all streams together. It does not grow with them, but for the traces, and does not depend on
/// their order.
class check_sums final {
 public:
  void add(const checked& one);

  /// One for each side of each trace, in the order of the streams.
  std::vector<total> rows() const;

  total all;
  std::array<std::uint64_t, properties::all_laws.size()> cases{};   ///< judged by each law
  std::array<std::uint64_t, properties::all_laws.size()> broken{};  ///< of these
  sim::fault_ledger faults;                                         ///< tier full: what was counted
  properties::framing_coverage places;
  bool deterministic = true;  ///< every parser told the same each time that the same was played to it
  bool held = true;           ///< no law was broken and nothing makes the check worthless
  bool stopped = false;       ///< some stream has plans left to try
  bool has_frames = false;    ///< some parser had something to tell, or it is not known that none had
  bool has_plans = false;     ///< something was tried, or it is not known that there was nothing to try
  std::size_t complete = 0;
  std::size_t not_begun = 0;
  std::size_t windowed = 0;
  std::size_t frameless = 0;
  bool without_pairs = false;  ///< pairs of cuts were left out
  bool cut_short = false;      ///< by a failure
  bool thinned = false;        ///< there were too many plans of a strategy
  bool chosen = false;         ///< strategies by name, or some of the pairs
  /// How the cost of the longest stream of each side was seen to grow, the worse of the two; none where it was not
  /// measured.
  std::optional<double> steepest_cost;

 private:
  void add_notes(const checked& one);

  std::map<std::pair<std::string, side>, total> rows_;
};

/// The table of a check, its header first, as cells of text.
std::vector<std::vector<std::string>> table_cells(const std::vector<total>& rows, const std::string& subject);

/// "8 held", or "BROKEN: " and the laws.
std::string laws_of(const total& row);

/// A trace's name without its folder and the ending that all traces share.
std::string short_name(const std::string& path);

}  // namespace asynchat::cli
