#include "watched_source.h"

#include <fmt/core.h>

#include <iostream>

#include "check_wording.h"
#include "exit_status.h"

namespace asynchat::cli {

std::optional<traces::trace_event> watched_source::next() {
  constexpr std::uint64_t shown_each = 65'536;
  if (!is_standard_input_ && limit_.interrupted()) {
    was_interrupted_ = true;
    return std::nullopt;
  }
  std::optional<traces::trace_event> event = source_.next();
  if (!event) {
    progress_.clear();
    return event;
  }
  count(*event, counts_);
  if (++events_ % shown_each == 0) {
    progress_.show(fmt::format("{}, {}, {:.1f} MB", counted(counts_.connections, "connection"),
                               counted(counts_.chunks, "chunk"),
                               static_cast<double>(counts_.client_bytes + counts_.server_bytes) / 1e6));
  }
  return event;
}

std::string told(const traces::trace_counts& counts) {
  return fmt::format("{}, {}, {} from clients, {} from servers, {}", counted(counts.connections, "connection"),
                     counted(counts.chunks, "chunk"), counted(counts.client_bytes, "byte"),
                     grouped(counts.server_bytes), counted(counts.gaps, "gap"));
}

int report_on(const watched_source& source) {
  warn(source.warnings());
  if (!source.was_interrupted()) return all_held;
  std::cerr << "asynchat: interrupted: what was read so far of " << on_one_line(source.file()) << " has been written\n";
  return interrupted;
}

}  // namespace asynchat::cli
