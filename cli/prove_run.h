#pragma once

#include <asynchat/properties/prove.h>

#include <cstddef>
#include <optional>
#include <vector>

#include "check_run.h"

namespace asynchat::cli {

/// What the proof of one stream came to.
struct proven {
  stream_name stream;
  std::size_t bytes = 0;  ///< of the stream
  properties::prove_report report = {};
  std::optional<told_failure> failure = {};
  double seconds = 0;
};

/// Proves every stream of the traces, several at a time, each for chunks up to `window_bytes`, or up to what is
/// affordable where that is 0; a failure is shrunk, explained, and written as a repro file. The results are in the
/// order of the streams, and the same for any number of jobs, but for their times.
std::vector<proven> prove_streams(stream_source& source, const stems& names, const framing_choice& framing,
                                  std::size_t window_bytes, const check_settings& settings);

}  // namespace asynchat::cli
