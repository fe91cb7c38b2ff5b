#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "check_report.h"
#include "programs/foreign_choice.h"

namespace asynchat::cli {

/// The command line of `asynchat check`.
struct check_arguments {
  std::string framing;  ///< with a foreign parser it only tells where cuts are worth most; empty for none
  std::vector<std::string> inputs;
  std::uint64_t seed = 1;
  std::size_t jobs = std::max(1u, std::thread::hardware_concurrency());
  bool jobs_given = false;
  std::uint16_t port = 0;
  std::string repro_folder = ".";
  double feed_limit_seconds = 10;
  std::string compare = "all";  ///< or "result"
  std::vector<std::string> strategies;
  std::string tier = "quick";   ///< or "full"
  std::string profile = "tcp";  ///< or "hostile"
  std::optional<double> budget_seconds;
  bool quiet = false;
  report_settings reports;

  foreign_choice foreign;
  std::string side = "client";             ///< whose bytes a foreign parser gets
  std::optional<std::uint64_t> plans_max;  ///< of each stream of a foreign parser; 0 for all
};

}  // namespace asynchat::cli
