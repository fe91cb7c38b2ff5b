#include "trace_line.h"

#include <asynchat/traces/import.h>
#include <asynchat/traces/trace_reader.h>

namespace asynchat::cli {

std::optional<std::uint64_t> trace_line(const std::string& path, std::uint64_t conn, side from, std::size_t offset) {
  if (path == "-") return std::nullopt;  // what came from there is gone
  const auto source = traces::open_source(path);
  if (dynamic_cast<const traces::trace_reader*>(source.get()) == nullptr) return std::nullopt;
  std::optional<std::uint64_t> found;
  std::size_t come = 0;
  std::uint64_t line = 1;  // the header's; every further line is one event
  while (const std::optional<traces::trace_event> event = source->next()) {
    ++line;
    if (event->kind != traces::event_kind::data || event->conn != conn || event->from != from) continue;
    found = line;
    come += event->bytes.size();
    if (come > offset) break;
  }
  return found;
}

}  // namespace asynchat::cli
