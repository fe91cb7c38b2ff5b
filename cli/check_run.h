#pragma once

#include <asynchat/properties/check.h>
#include <asynchat/properties/counterexample.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "streams.h"
#include "subjects.h"
#include "waiting_streams.h"

namespace asynchat::cli {

/// A failure as a person is told of it, and the file that fails again.
struct told_failure {
  std::string law;
  std::string strategy;
  std::string sentence;
  std::string ruler;
  std::string repro_path;
  /// Where the parser is not deterministic: what it told of one delivery, and what when that was played again.
  std::vector<std::string> first_log, second_log;
  std::string replay_options;  ///< what `asynchat replay` needs beside the file, as a shell takes it
  std::string aside;  ///< what the parser said that is not compared, such as the end of a program's standard error
  std::string plan;   ///< of the repro, in the text form of plans
  std::size_t found_at = 0;  ///< offset in the recorded stream of the first cut, or of its end, as it was found
};

/// What the check of one stream came to.
struct checked {
  stream_name stream;
  std::size_t bytes = 0;  ///< of the stream
  properties::check_report report = {};
  std::optional<told_failure> failure = {};
  bool not_deterministic = false;  ///< one of the report's troubles shows two logs of one and the same delivery
  double seconds = 0;
  bool begun = true;  ///< false where the check had to end before this stream's turn
};

/// How far one stream has come; on any thread.
using stream_progress = std::function<void(const recorded_stream&, const properties::check_progress&)>;

struct check_settings {
  std::uint64_t seed = 0;
  std::size_t jobs = 1;
  std::string repro_folder = ".";
  std::size_t ruler_width = 100;                 ///< columns
  std::chrono::milliseconds feed_limit{10'000};  ///< how long one call of a parser may take
  /// Told of a parser that did not return, with its repro written, on a thread of its own; then the process ends.
  std::function<void(const checked&)> hung;
  /// Told first, and after each stream. Called on any of the threads, one call at a time.
  std::function<void(const streams_progress&)> progress;
  stream_progress within;  ///< told at each plan; several threads may call it at once
  properties::check_tier tier = properties::check_tier::quick;
  properties::fault_profile profile = properties::fault_profile::tcp;
  /// The names of the strategies that are tried; empty: all.
  std::vector<std::string> strategies;
  /// Asked on any thread before each plan; once it says true, all ends with what was found so far.
  std::function<bool()> stop;
};

/// What the repros of each trace are called: the trace's name up to its first dot, with a number where two are alike.
using stems = std::map<std::string, std::string>;
stems stems_of(const std::vector<std::string>& traces);

/// Tells of a counterexample that has been shrunk, and writes its repro. `subject` is what `asynchat replay` finds the
/// parser by.
told_failure tell(const properties::counterexample& small, const recorded_stream& source, const std::string& stem,
                  const std::string& subject, const properties::subject& parser, const properties::reference& model,
                  const check_settings& settings);

/// Where in the recorded stream a failure shows: at its first cut, or where the delivery ends.
std::size_t offset_of(const properties::failure& found);

/// Calls work(stream) for every stream, settings.jobs at a time; whoever takes one drops it before he takes the next.
void for_each_stream(stream_source& source, const check_settings& settings,
                     const std::function<void(const waiting_streams::turn&)>& work);

/// Checks every stream of the traces, several at a time; a failure is shrunk, explained, and written as a repro file.
/// `take` is given what each came to, one call at a time and in no certain order; the results are the same for any
/// number of jobs, but for their times.
void check_streams(stream_source& source, const stems& names, const framing_choice& framing,
                   const check_settings& settings, const std::function<void(checked)>& take);

}  // namespace asynchat::cli
