#pragma once

#include <asynchat/properties/laws.h>
#include <asynchat/transport/side.h>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "check_run.h"

namespace asynchat::cli {

/// Results added up: of one side of one trace, or of all.
struct total {
  std::string trace;
  side from = side::client;
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

/// One for each side of each trace, in the order of the results.
std::vector<total> totals_by_side(const std::vector<checked>& results);
total total_of(const std::vector<checked>& results);

/// The table of a check, its header first, as cells of text.
std::vector<std::vector<std::string>> table_cells(const std::vector<total>& rows, const std::string& subject);

/// "8 held", or "BROKEN: " and the laws.
std::string laws_of(const total& row);

/// A trace's name without its folder and the ending that all traces share.
std::string short_name(const std::string& path);

}  // namespace asynchat::cli
