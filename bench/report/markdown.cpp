#include <fmt/core.h>

#include "report/reports.h"
#include "report/text.h"

namespace asynchat::bench {

std::string as_markdown(const run_report& report) {
  const surroundings& where = report.where;
  std::string text = fmt::format("`{}` on {} ({} processors), {}; {}; ", report.command, where.processor,
                                 where.processors, where.system, where.compiler);
  for (const auto& [name, version] : where.versions) {
    text += fmt::format("{}{} {}", &name == &where.versions.front().first ? "" : ", ", name, version);
  }
  text += fmt::format(". Medians of {} repetitions.\n\n", report.repetitions);
  text += "| task | what | measured | range | gate | stretch | |\n|---|---|---:|---:|---:|---:|---|\n";
  for (const finding& found : report.findings) {
    const bool ran = found.says != verdict::skipped;
    text += fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", found.asked->task, words(found),
                        ran ? figure(found.measured) : "-", ran ? range(found) : found.reason,
                        bound(*found.asked, found.asked->limit), bound(*found.asked, found.asked->stretch),
                        word(found.says));
  }
  return text + '\n' + summary(report.findings) + ".\n";
}

}  // namespace asynchat::bench
