#include "check_table.h"

#include <fmt/core.h>

#include <algorithm>
#include <sstream>

#include "check_totals.h"
#include "check_wording.h"
#include "columns.h"
#include "terminal.h"

namespace asynchat::cli {

namespace {

/// The same facts for a narrow terminal: a few lines for each side.
std::string narrow_table(const std::vector<total>& rows, const std::string& subject) {
  std::string text;
  for (const total& row : rows) {
    text += fmt::format("{}, {}, from the {}\n", short_name(row.trace), subject, to_string(row.from));
    text += fmt::format("  {}, {}, {}\n", counted(row.streams, "stream"), counted(row.bytes, "byte"),
                        counted(row.frames, "frame"));
    text += fmt::format("  {}\n  of {}\n", counted(row.tried, "plan"), grouped(row.possible));
    text += fmt::format("  laws: {}; {:.2f} s\n", laws_of(row), row.seconds);
  }
  return text;
}

std::size_t widest(const std::string& text) {
  std::size_t most = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    most = std::max(most, end - begin);
    begin = end + 1;
  }
  return most;
}

}  // namespace

std::string table_of(const check_sums& sums, const std::string& subject, std::size_t width) {
  const std::vector<total> rows = sums.rows();
  std::string table = in_columns(table_cells(rows, subject), {0, 1, 2, 8});
  if (widest(table) > width) table = narrow_table(rows, subject);
  if (sums.without_pairs) {
    table += sums.chosen ? "Of the possible plans, pairs of cuts are left out where they are too many.\n"
                         : "Of the possible plans, pairs of cuts are tried in streams up to 64 bytes.\n";
  }
  if (sums.steepest_cost) {
    table += fmt::format("The cost of a longer stream grows with the power of {:.1f}.\n", *sums.steepest_cost);
  }
  if (sums.cut_short) table += "From where one cut already breaks a law, nothing more is tried.\n";
  if (sums.thinned) table += "Where there are too many plans of a strategy, some are tried, evenly spread.\n";
  if (sums.windowed > 0) {
    table += counted(sums.windowed, "stream") + " above 16 KiB or full of frames: cut in windows of up to 1 KiB.\n";
  }
  if (sums.frameless > 0) {
    table += counted(sums.frameless, "stream") + " without a whole frame: judged where it ends early.\n";
  }
  return table;
}

std::string failures_of(const std::vector<checked>& results) {
  std::string text;
  for (const checked& one : results) {
    for (const std::string& trouble : one.report.troubles) {
      text += fmt::format("\n{}\n  {}\n", where(one.stream), trouble);
    }
    if (!one.failure) continue;
    text += fmt::format("\n{}\n{}", where(one.stream), text_of(*one.failure));
  }
  return text;
}

std::string left_of(const check_outcome& outcome) {
  std::string in_part;
  for (const checked& one : outcome.results) {
    if (one.begun && one.report.stopped)
      in_part += fmt::format("  {}\n      {}\n", where(one.stream), what_is_left(one));
  }
  const check_sums& sums = outcome.sums;
  if (sums.not_begun == 0 && in_part.empty()) return {};
  std::string text = outcome.was_interrupted
                         ? "\nInterrupted"
                         : fmt::format("\nThe budget of {:g} s ended", outcome.budget_seconds.value_or(0));
  text += fmt::format(" after {} of {}", sums.complete, counted(sums.all.streams, "stream"));
  text += sums.not_begun == 0 ? ".\n" : fmt::format("; {} not begun.\n", sums.not_begun);
  return text + in_part;
}

std::string verdict_of(const check_outcome& outcome) {
  const total& all = outcome.sums.all;
  if (!all.broken.empty()) return fmt::format("{} of {} laws BROKEN", all.broken.size(), all.judged.size());
  std::string text = counted(all.judged.size(), "law") + " held";
  if (!outcome.sums.held) return text + ", but the check is not to be trusted";
  const exit_status status = status_of(outcome);
  if (status == not_covered) return text + ", but NOT ALL COVERED";
  return status == all_held ? text : "no verdict: " + text + " as far as they were tried";
}

std::string summary_of(const check_outcome& outcome) {
  const total& all = outcome.sums.all;
  const double pace = outcome.seconds > 0 ? 1 / outcome.seconds : 0;
  return fmt::format("\n{}: {}, {}, {:.1f} MB delivered in {:.2f} s ({} plans/s, {:.1f} MB/s)\n", verdict_of(outcome),
                     counted(all.streams, "stream"), counted(all.tried, "plan"),
                     static_cast<double>(all.delivered) / 1e6, outcome.seconds,
                     grouped(static_cast<std::uint64_t>(static_cast<double>(all.tried) * pace)),
                     static_cast<double>(all.delivered) / 1e6 * pace);
}

}  // namespace asynchat::cli
