#pragma once

#include <asynchat/traces/event_source.h>
#include <asynchat/traces/import.h>

#include <optional>
#include <string>
#include <vector>

#include "terminal.h"
#include "work_limit.h"

namespace asynchat::cli {

/// Another source, which shows on a terminal how far it has come, and which ends when the user interrupts. Of the
/// standard input the first interrupt takes nothing away: who writes to it was interrupted as well, and ends it.
class watched_source final : public traces::event_source {
 public:
  /// `source` outlives it.
  watched_source(traces::event_source& source, bool is_standard_input)
      : source_(source), is_standard_input_(is_standard_input), limit_(std::nullopt) {}

  const traces::trace_header& header() const override { return source_.header(); }
  std::optional<traces::trace_event> next() override;
  const std::string& file() const override { return source_.file(); }
  const std::vector<std::string>& warnings() const override { return source_.warnings(); }

  /// True when it has ended before its source did.
  bool was_interrupted() const { return was_interrupted_; }

 private:
  traces::event_source& source_;
  bool is_standard_input_;
  work_limit limit_;
  progress_line progress_;
  traces::trace_counts counts_;
  std::uint64_t events_ = 0;
  bool was_interrupted_ = false;
};

/// What a trace holds, for a person: "1 connection, 2,345 chunks, …".
std::string told(const traces::trace_counts& counts);

/// Says on stderr what a source warns of, and that it was interrupted; returns the exit status.
int report_on(const watched_source& source);

}  // namespace asynchat::cli
