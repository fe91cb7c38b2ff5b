#include "feed_limit.h"
#include "whole_number.h"

#include <CLI/CLI.hpp>

#include <cmath>

namespace asynchat::cli {

void add_feed_limit(CLI::App& command, double& seconds) {
  command.add_option("--feed-limit", seconds, "Seconds that one call of the parser may take")
      ->check(CLI::Range(0.01, 86400.0))
      ->check(CLI::Validator(not_a_finite_number, ""))
      ->capture_default_str();
}

std::chrono::milliseconds in_milliseconds(double seconds) {
  return std::chrono::milliseconds(std::llround(seconds * 1000));
}

}  // namespace asynchat::cli
