#include "report/text.h"

#include <fmt/core.h>

#include <algorithm>

#include "report/median.h"
#include "report/reports.h"

namespace asynchat::bench {

std::string figure(double value) {
  return fmt::format("{:.{}f}", value, value < 0.1 ? 4 : value < 10 ? 2 : value < 100 ? 1 : 0);
}

std::string word(verdict says) {
  switch (says) {
    case verdict::holds:
      return "holds";
    case verdict::falls_short:
      return "short";
    case verdict::skipped:
      return "skipped";
    case verdict::informs:
      break;
  }
  return "";
}

std::string bound(const gate& asked, std::optional<double> limit) {
  if (!limit) return "-";
  return (more_is_better(asked.by) ? ">= " : "<= ") + figure(*limit);
}

std::string range(const finding& found) { return figure(found.lowest) + " .. " + figure(found.highest); }

std::string words(const finding& found) {
  if (found.says == verdict::skipped || found.asked->pairs.size() < 2) return found.asked->words;
  const bool rivals_differ = found.asked->pairs[0].ours == found.asked->pairs[1].ours;
  return found.asked->words + " (" + (rivals_differ ? found.worst.rival : found.worst.ours) + ')';
}

std::string summary(const std::vector<finding>& findings) {
  const auto count = [&](verdict says) {
    return std::count_if(findings.begin(), findings.end(), [&](const finding& each) { return each.says == says; });
  };
  const auto held = count(verdict::holds);
  const auto missed = count(verdict::falls_short);
  std::string line =
      fmt::format("{} gate{}: {} hold, {} short", held + missed, held + missed == 1 ? "" : "s", held, missed);
  if (const auto skipped = count(verdict::skipped); skipped > 0) line += fmt::format("; {} skipped", skipped);
  return line;
}

std::string as_text(const run_report& report) {
  constexpr const char* row = "{:<44} {:>8} {:>8} {:>8} {:>16}  {}\n";
  std::string text = fmt::format(row, "", "measured", "gate", "stretch", "range", "");
  const std::string* title = nullptr;
  for (const task& what : report.all.tasks()) {
    for (const finding& found : report.findings) {
      if (found.asked->task != what.name) continue;
      if (title != &what.title) text += fmt::format("{}: {}\n", what.name, what.title);
      title = &what.title;
      const bool ran = found.says != verdict::skipped;
      text += fmt::format(row, "  " + words(found), ran ? figure(found.measured) : "-",
                          bound(*found.asked, found.asked->limit), bound(*found.asked, found.asked->stretch),
                          ran ? range(found) : "", word(found.says));
      if (!ran) text += "    " + found.reason + '\n';
    }
  }
  // A line's end is no place for blanks.
  for (std::size_t at = text.find(" \n"); at != std::string::npos; at = text.find(" \n")) text.erase(at, 1);
  return text + '\n' + summary(report.findings) + '\n';
}

std::string figures_as_text(const run_report& report) {
  std::string text;
  for (const task& what : report.all.tasks()) {
    text += fmt::format("\n{}: {}\n", what.name, what.title);
    for (const contestant& each : report.all.contestants()) {
      if (each.task != what.name) continue;
      if (each.costs.empty()) {
        text += fmt::format("  {:<28} {}\n", each.name, each.skipped);
        continue;
      }
      const double cost = median(each.costs);
      switch (what.cost) {
        case unit::seconds_a_byte:
          text += fmt::format("  {:<28} {:>10.1f} MB/s {:>10.3f} ns a byte\n", each.name, 1e-6 / cost, cost * 1e9);
          break;
        case unit::seconds_a_line:
          text += fmt::format("  {:<28} {:>10.2f} us of CPU a line\n", each.name, cost * 1e6);
          break;
        case unit::seconds_a_case:
          text += fmt::format("  {:<28} {:>10.0f} cases/s {:>10.2f} us a case\n", each.name, 1 / cost, cost * 1e6);
          break;
        case unit::seconds_a_run:
          text += fmt::format("  {:<28} {:>10.2f} us a run {:>12.0f} runs/s\n", each.name, cost * 1e6, 1 / cost);
          break;
        case unit::seconds_a_child:
          text += fmt::format("  {:<28} {:>10.2f} ms a child\n", each.name, cost * 1e3);
          break;
        case unit::bytes_a_connection:
          text += fmt::format("  {:<28} {:>10.0f} bytes a connection\n", each.name, cost);
          break;
        case unit::seconds_an_event:
          text += fmt::format("  {:<28} {:>10.1f} ns an event\n", each.name, cost * 1e9);
          break;
        case unit::seconds_a_simulated_second:
          text += fmt::format("  {:<28} {:>10.1f} us of CPU a simulated second\n", each.name, cost * 1e6);
          break;
        case unit::gibibytes_a_process:
          text += fmt::format("  {:<28} {:>10.3f} GiB\n", each.name, cost);
          break;
        case unit::microseconds_more:
          text += fmt::format("  {:<28} {:>10.1f} us more\n", each.name, cost);
          break;
        case unit::seconds_a_stream:
          text += fmt::format("  {:<28} {:>10.3f} s of CPU\n", each.name, cost);
          break;
      }
    }
  }
  return text;
}

}  // namespace asynchat::bench
