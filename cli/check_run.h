#pragma once

#include <asynchat/properties/check.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "streams.h"
#include "subjects.h"

namespace asynchat::cli {

/// A failure as a person is told of it, and the file that fails again.
struct told_failure {
  std::string law;
  std::string strategy;
  std::string sentence;
  std::string ruler;
  std::string repro_path;
};

/// What the check of one stream came to.
struct checked {
  const recorded_stream* stream = nullptr;
  properties::check_report report;
  std::optional<told_failure> failure;
  double seconds = 0;
};

struct check_settings {
  std::uint64_t seed = 0;
  std::size_t jobs = 1;
  std::string repro_folder = ".";
  std::size_t ruler_width = 100;  ///< columns
  /// Told first, and after each stream, how many are done. Called on any of the threads, one call at a time.
  std::function<void(std::size_t)> progress;
};

/// Checks every stream, several at a time; a failure is shrunk, explained, and written as a repro file. The results are
/// in the order of the streams, and the same for any number of jobs, but for their times.
std::vector<checked> check_streams(const std::vector<recorded_stream>& streams, const framing_choice& framing,
                                   const check_settings& settings);

}  // namespace asynchat::cli
