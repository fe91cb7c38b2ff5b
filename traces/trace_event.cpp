#include <asynchat/traces/trace_event.h>

#include <array>
#include <cstddef>
#include <ostream>

namespace asynchat::traces {

std::string_view to_string(event_kind kind) {
  constexpr std::array<std::string_view, 6> names{"open", "data", "gap", "eof", "reset", "close"};
  return names[static_cast<std::size_t>(kind)];
}

std::ostream& operator<<(std::ostream& out, const trace_event& event) {
  out << "t=" << event.time_ns << " conn " << event.conn << ' ' << to_string(event.kind);
  switch (event.kind) {
    case event_kind::open:
      return out << ' ' << event.client << " -> " << event.server;
    case event_kind::data:
      return out << ' ' << to_string(event.from) << ' ' << event.bytes;
    case event_kind::gap:
      return out << ' ' << to_string(event.from) << ' ' << event.gap_bytes << " bytes";
    case event_kind::eof:
    case event_kind::reset:
      return out << ' ' << to_string(event.from);
    case event_kind::close:
      break;
  }
  return out;
}

std::string_view to_string(source_kind kind) {
  constexpr std::array<std::string_view, 4> names{"capture", "proxy", "simulation", "hand"};
  return names[static_cast<std::size_t>(kind)];
}

}  // namespace asynchat::traces
