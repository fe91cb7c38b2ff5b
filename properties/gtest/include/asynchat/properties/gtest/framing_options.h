#pragma once

#include <asynchat/engine/terminator.h>
#include <asynchat/properties/check.h>
#include <asynchat/properties/counterexample.h>
#include <asynchat/properties/final_result.h>
#include <asynchat/transport/side.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace asynchat::properties {

/// How a framing test goes about it. All has a default: name what differs, `{.from = side::client}`.
struct framing_options {
  /// The side of a trace whose bytes are delivered; both, each by itself, where none is named.
  std::optional<side> from = std::nullopt;
  /// What a right parser tells: the model law. Without one the parser is compared with itself.
  reference model = {};
  /// Finds the frames of the other side of a trace, which the parser's hear() is told in the trace's order.
  reference other_side = {};
  /// comparison::result: only the final result, see final_result.h.
  comparison what = comparison::all;
  /// Laws whose breaches are no failures.
  std::vector<law> laws_off = {};
  check_options limits = {};
  shrink_limits shrinking = {};
  /// How long one call of the parser may take. When one takes longer, that is told and kept, and the process ends.
  std::chrono::milliseconds feed_limit{10'000};
  /// What a plain async_chat is given before the first byte, where its constructor sets no terminator.
  terminator first_terminator = no_terminator{};
  /// Where a glob begins; the working directory where it is empty. ASYNCHAT_TRACE_ROOT of the environment goes first,
  /// the compile definition of that name last.
  std::string trace_root = {};
  /// The folder of kept failures, in which each test has its own; ASYNCHAT_REPRO_DIR goes first, and `asynchat-repros`
  /// in the working directory last.
  std::string repro_folder = {};
};

/// Traces by their paths: see files_matching().
struct trace_files {
  std::string glob;
};

}  // namespace asynchat::properties
