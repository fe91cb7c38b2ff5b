#include "check_github.h"

#include <asynchat/traces/error.h>

#include <fmt/core.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <vector>

#include "check_table.h"
#include "check_totals.h"
#include "check_wording.h"
#include "terminal.h"
#include "trace_line.h"

namespace asynchat::cli {

namespace {

constexpr std::size_t annotations_max = 10;
/// What GitHub takes of all summaries of a step.
constexpr std::size_t summary_bytes_max = std::size_t{1} << 20;

/// What a workflow command needs escaped in its message, and, besides, in its properties.
std::string command_text(const std::string& text, bool is_property) {
  const std::string special = is_property ? "%\r\n:," : "%\r\n";
  std::string out;
  for (const char each : text) {
    if (special.find(each) != std::string::npos) {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(each));
    } else {
      out += on_one_line({each});
    }
  }
  return out;
}

std::string in_workspace(const std::string& path, const std::string& workspace) {
  if (workspace.empty()) return path;
  const std::filesystem::path inside = std::filesystem::absolute(path).lexically_normal().lexically_relative(workspace);
  return inside.empty() || inside.native().starts_with("..") ? path : inside.string();
}

/// ",line=3", or nothing where that is not to be had.
std::string line_property(const checked& one) {
  try {
    const auto line = trace_line(one.stream.trace, one.stream.conn, one.stream.from, one.failure->found_at);
    return line ? fmt::format(",line={}", *line) : "";
  } catch (const traces::input_error&) {
    return {};  // The file is no longer what was checked.
  }
}

std::string annotation(const checked& one, const std::string& workspace) {
  const std::string file = "::error file=" + command_text(in_workspace(one.stream.trace, workspace), true);
  if (!one.failure) {
    return file + ",title=asynchat cannot trust this check::" +
           command_text(where_in_trace(one.stream) + ": " + listed(one.report.troubles), false) + '\n';
  }
  const told_failure& told = *one.failure;
  return file + line_property(one) + ",title=" + command_text("asynchat: " + told.law + " is broken", true) +
         "::" + command_text(told.sentence + "\nagain: " + replay_command(told), false) + '\n';
}

std::vector<const checked*> failed(const check_outcome& outcome) {
  std::vector<const checked*> list;
  for (const checked& one : outcome.results) {
    if (!one.report.held()) list.push_back(&one);
  }
  return list;
}

/// Text that Markdown takes for nothing else, in one line.
std::string markdown_text(const std::string& text) {
  std::string out;
  for (const char each : on_one_line(text)) {
    const bool is_markup = std::string_view("&<>|`*_[]\\~#").find(each) != std::string_view::npos;
    out += is_markup ? fmt::format("&#{};", static_cast<int>(each)) : std::string(1, each);
  }
  return out;
}

/// Text as it is: between fences that are longer than any in it.
std::string fenced(const std::string& text) {
  std::size_t longest = 2;
  std::size_t run = 0;
  for (const char each : text) {
    run = each == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  return fence + "text\n" + text + fence + '\n';
}

std::string markdown_table(const check_outcome& outcome) {
  std::string text;
  for (const auto& row : table_cells(outcome.sums.rows(), outcome.subject)) {
    const bool is_header = text.empty();
    for (const std::string& cell : row) text += "| " + markdown_text(cell) + ' ';
    text += "|\n";
    if (is_header) text += "|---|---|---|---:|---:|---:|---:|---:|---|---:|\n";
  }
  return text + '\n';
}

std::string markdown_of(const checked& one) {
  std::string text = "#### " + markdown_text(where(one.stream)) + "\n\n";
  for (const std::string& trouble : one.report.troubles) text += markdown_text(trouble) + "\n\n";
  if (!one.failure) return text;
  const told_failure& told = *one.failure;
  return text +
         fenced(fmt::format("{}: {}\n\n{}\nagain:  {}\nshow:   {}\n", told.law, told.sentence, told.ruler,
                            replay_command(told), show_command(told.repro_path))) +
         '\n';
}

}  // namespace

bool runs_on_github() {
  const char* set = std::getenv("GITHUB_ACTIONS");
  return set != nullptr && std::string_view(set) == "true";
}

std::string annotations_of(const check_outcome& outcome, const std::string& workspace) {
  std::string text;
  const std::vector<const checked*> list = failed(outcome);
  for (std::size_t i = 0; i < std::min(list.size(), annotations_max); ++i) text += annotation(*list[i], workspace);
  if (list.size() > annotations_max) {
    text += fmt::format("{} more of {} failures are not annotated; all are in the report\n",
                        list.size() - annotations_max, list.size());
  }
  return text;
}

std::string step_summary_of(const check_outcome& outcome, std::size_t bytes_max) {
  constexpr std::size_t last_line = 100;
  std::string text = "### asynchat check: " + markdown_text(verdict_of(outcome)) + "\n\n" + markdown_table(outcome);
  if (text.size() + last_line > bytes_max) text = "### asynchat check: " + markdown_text(verdict_of(outcome)) + "\n\n";
  if (text.size() + last_line > bytes_max) return {};
  const std::vector<const checked*> list = failed(outcome);
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string next = markdown_of(*list[i]);
    if (text.size() + next.size() + last_line > bytes_max) {
      return text + fmt::format("{} more of {} failures have no room here.\n", list.size() - i, list.size());
    }
    text += next;
  }
  return text;
}

void tell_github(const check_outcome& outcome) {
  const char* workspace = std::getenv("GITHUB_WORKSPACE");
  std::cerr << annotations_of(outcome, workspace == nullptr ? "" : workspace) << std::flush;
  const char* path = std::getenv("GITHUB_STEP_SUMMARY");
  if (path == nullptr || *path == '\0') return;
  std::error_code unknown;
  const std::uintmax_t size = std::filesystem::file_size(path, unknown);
  const std::size_t taken = unknown ? 0 : static_cast<std::size_t>(std::min<std::uintmax_t>(size, summary_bytes_max));
  std::ofstream file(path, std::ios::binary | std::ios::app);
  file << step_summary_of(outcome, summary_bytes_max - taken) << std::flush;
  if (!file) warn(std::string(path) + ": the step summary cannot be written");
}

}  // namespace asynchat::cli
