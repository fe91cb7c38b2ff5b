#include "trace_vocabulary.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <sstream>

namespace asynchat::traces {

namespace fs = std::filesystem;

std::string contents(const std::string& path) { return content_of(path); }

std::vector<trace_event> all_events(event_source& source) {
  std::vector<trace_event> events;
  while (std::optional<trace_event> event = source.next()) events.push_back(*std::move(event));
  return events;
}

std::string story(const std::vector<trace_event>& events) {
  std::ostringstream out;
  for (const trace_event& event : events) {
    out << (&event == &events.front() ? "" : "; ") << event.conn << ' ';
    const bool sided = event.kind != event_kind::open && event.kind != event_kind::close;
    if (sided) out << to_string(event.from) << ' ';
    if (event.kind == event_kind::data) {
      out << '"' << event.bytes << '"';
    } else {
      out << to_string(event.kind);
    }
    if (event.kind == event_kind::gap) out << ' ' << event.gap_bytes;
  }
  return out.str();
}

std::vector<std::string> capture_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(ASYNCHAT_CAPTURES)) {
    if (entry.path().extension() == ".pcapng") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string capture_path(const std::string& name) { return ASYNCHAT_CAPTURES + name + ".pcapng"; }

std::vector<std::string> corpus_paths() {
  std::vector<std::string> paths;
  for (const auto& entry : fs::recursive_directory_iterator(ASYNCHAT_CORPUS)) {
    if (entry.path().extension() == ".jsonl") paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace asynchat::traces
