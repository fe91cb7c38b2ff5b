#include "replay_report.h"

#include <asynchat/transport/escape.h>

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "check_wording.h"
#include "terminal.h"

namespace asynchat::cli {

namespace {

std::string name_of(connection_result::verdict what) {
  switch (what) {
    case connection_result::verdict::same:
      return "same";
    case connection_result::verdict::differs:
      return "differs";
    case connection_result::verdict::incomplete:
      break;
  }
  return "incomplete";
}

std::string bytes_line(const char* whose, const std::string& before, const std::string& bytes) {
  return fmt::format("  {:<9} {}{}\n", whose, before, bytes.empty() ? " (nothing more)" : escaped(bytes));
}

/// Both under each other, and a mark under the first byte that differs.
std::string ruler(const parting& where) {
  const std::string before = (where.offset > where.before.size() ? "..." : "") + escaped(where.before);
  return bytes_line("recorded", before, where.recorded) + bytes_line("came", before, where.came) + "            " +
         std::string(before.size(), ' ') + "^\n";
}

}  // namespace

std::string told_of(const connection_result& result, const std::optional<properties::event>& frame) {
  std::string text = fmt::format("connection {}: {}\n", result.conn, on_one_line(result.sentence));
  if (result.where) text += ruler(*result.where);
  if (frame) {
    constexpr std::size_t shown_max = 60;
    const bool is_long = frame->bytes.size() > shown_max;
    text += fmt::format("  in        {} {}{}\n", frame->name, quote(frame->bytes.substr(0, shown_max)),
                        is_long ? "..." : "");
  }
  return text;
}

std::string json_line_of(const connection_result& result, const std::optional<properties::event>& frame) {
  nlohmann::ordered_json line{
      {"conn", result.conn}, {"result", name_of(result.what)}, {"explanation", on_one_line(result.sentence)}};
  if (result.where) {
    line["offset"] = result.where->offset;
    line["before"] = escaped(result.where->before);
    line["recorded"] = escaped(result.where->recorded);
    line["came"] = escaped(result.where->came);
  }
  if (frame) line["frame"] = {{"name", frame->name}, {"bytes", escaped(frame->bytes)}};
  return line.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace);
}

std::string told_of(const replay_totals& totals) {
  std::string text = fmt::format("{} played, {} sent, {} came: ", counted(totals.connections, "connection"),
                                 counted(totals.sent_bytes, "byte"), counted(totals.come_bytes, "byte"));
  text += totals.differing == 0 ? "no difference" : counted(totals.differing, "connection") + " not as recorded";
  if (totals.incomplete > 0) text += fmt::format("; {} could not be played whole", totals.incomplete);
  return text;
}

std::string json_line_of(const replay_totals& totals) {
  const nlohmann::ordered_json line{{"connections", totals.connections}, {"same", totals.same},
                                    {"differing", totals.differing},     {"incomplete", totals.incomplete},
                                    {"events", totals.events},           {"sent_bytes", totals.sent_bytes},
                                    {"come_bytes", totals.come_bytes}};
  return line.dump();
}

}  // namespace asynchat::cli
