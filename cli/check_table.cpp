#include "check_table.h"

#include <asynchat/sim/tier.h>

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

/// Plans with two cuts that were not tried.
std::uint64_t pairs_left_out(const properties::check_report& report) {
  const auto pairs = std::find_if(report.strategies.begin(), report.strategies.end(),
                                  [](const properties::strategy_result& one) { return one.name == "cut2"; });
  return pairs == report.strategies.end() ? 0 : pairs->possible - pairs->tried;
}

/// True where some of these were tried, and not all.
bool has_some_pairs(const properties::check_report& report) {
  return std::any_of(report.strategies.begin(), report.strategies.end(), [](const properties::strategy_result& one) {
    return one.name == "cut2" && one.tried > 0 && one.tried < one.possible;
  });
}

/// How the cost of the longest stream of each side was seen to grow, the worse of the two; none where it was not
/// measured.
std::optional<double> steepest_cost(const std::vector<checked>& results) {
  std::optional<double> most;
  for (const checked& one : results) {
    const std::optional<double>& exponent = one.report.cost_exponent;
    if (exponent && (!most || *exponent > *most)) most = exponent;
  }
  return most;
}

}  // namespace

std::string table_of(const std::vector<checked>& results, const std::string& subject, std::size_t width) {
  const std::vector<total> rows = totals_by_side(results);
  std::string table = in_columns(table_cells(rows, subject), {0, 1, 2, 8});
  if (widest(table) > width) table = narrow_table(rows, subject);
  std::size_t windowed = 0;
  std::size_t frameless = 0;
  bool without_pairs = false;
  bool cut_short = false;
  bool thinned = false;
  bool chosen = false;  // strategies, by name, or some of the pairs
  for (const checked& one : results) {
    const properties::check_report& report = one.report;
    windowed += report.windowed ? 1 : 0;
    chosen =
        chosen || (one.begun && report.strategies.size() < sim::quick_strategies().size()) || has_some_pairs(report);
    frameless += one.begun && report.frames == 0 ? 1 : 0;
    const std::uint64_t pairs = pairs_left_out(report);
    without_pairs = without_pairs || (pairs > 0 && !report.stopped);
    const bool is_less = !report.windowed && !report.stopped && report.possible() - report.tried() > pairs;
    cut_short = cut_short || (is_less && report.first_failure() != nullptr);
    thinned = thinned || (is_less && report.first_failure() == nullptr);
  }
  if (without_pairs) {
    table += chosen ? "Of the possible plans, pairs of cuts are left out where they are too many.\n"
                    : "Of the possible plans, pairs of cuts are tried in streams up to 64 bytes.\n";
  }
  if (const std::optional<double> exponent = steepest_cost(results)) {
    table += fmt::format("The cost of a longer stream grows with the power of {:.1f}.\n", *exponent);
  }
  if (cut_short) table += "From where one cut already breaks a law, nothing more is tried.\n";
  if (thinned) table += "Where there are too many plans of a strategy, some are tried, evenly spread.\n";
  if (windowed > 0) {
    table += counted(windowed, "stream") + " above 16 KiB or full of frames: cut in windows of up to 1 KiB.\n";
  }
  if (frameless > 0) table += counted(frameless, "stream") + " without a whole frame: judged where it ends early.\n";
  return table;
}

std::string failures_of(const std::vector<checked>& results) {
  std::string text;
  for (const checked& one : results) {
    for (const std::string& trouble : one.report.troubles) {
      text += fmt::format("\n{}\n  {}\n", where(*one.stream), trouble);
    }
    if (!one.failure) continue;
    text += fmt::format("\n{}\n{}", where(*one.stream), text_of(*one.failure));
  }
  return text;
}

std::string left_of(const check_outcome& outcome) {
  std::string in_part;
  std::size_t not_begun = 0;
  std::size_t complete = 0;
  for (const checked& one : outcome.results) {
    if (!one.begun) {
      ++not_begun;
    } else if (one.report.stopped) {
      in_part += fmt::format("  {}\n      {}\n", where(*one.stream), what_is_left(one));
    } else {
      ++complete;
    }
  }
  if (not_begun == 0 && in_part.empty()) return {};
  std::string text = outcome.was_interrupted
                         ? "\nInterrupted"
                         : fmt::format("\nThe budget of {:g} s ended", outcome.budget_seconds.value_or(0));
  text += fmt::format(" after {} of {}", complete, counted(outcome.results.size(), "stream"));
  text += not_begun == 0 ? ".\n" : fmt::format("; {} not begun.\n", not_begun);
  return text + in_part;
}

std::string verdict_of(const check_outcome& outcome) {
  const total all = total_of(outcome.results);
  if (!all.broken.empty()) return fmt::format("{} of {} laws BROKEN", all.broken.size(), all.judged.size());
  std::string text = counted(all.judged.size(), "law") + " held";
  if (!all_laws_held(outcome.results)) return text + ", but the check is not to be trusted";
  const exit_status status = status_of(outcome);
  if (status == not_covered) return text + ", but NOT ALL COVERED";
  return status == all_held ? text : "no verdict: " + text + " as far as they were tried";
}

std::string summary_of(const check_outcome& outcome) {
  const total all = total_of(outcome.results);
  const double pace = outcome.seconds > 0 ? 1 / outcome.seconds : 0;
  return fmt::format("\n{}: {}, {}, {:.1f} MB delivered in {:.2f} s ({} plans/s, {:.1f} MB/s)\n", verdict_of(outcome),
                     counted(all.streams, "stream"), counted(all.tried, "plan"),
                     static_cast<double>(all.delivered) / 1e6, outcome.seconds,
                     grouped(static_cast<std::uint64_t>(static_cast<double>(all.tried) * pace)),
                     static_cast<double>(all.delivered) / 1e6 * pace);
}

}  // namespace asynchat::cli
