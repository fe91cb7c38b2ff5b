#include <asynchat/traces/atomic_file.h>
#include <asynchat/traces/export.h>

#include <optional>

namespace asynchat::traces {

export_result export_capture(event_source& source, std::ostream& out, const export_options& options) {
  export_result result;
  capture_writer writer(out, source.header(), options);
  while (const std::optional<trace_event> event = source.next()) {
    writer.write(*event);
    count(*event, result.counts);
  }
  result.packets = writer.packets();
  return result;
}

export_result export_capture(event_source& source, const std::string& path, const export_options& options) {
  refuse_same_file(source.file(), path);
  atomic_file file(path);
  const export_result result = export_capture(source, file.out(), options);
  file.commit();
  return result;
}

}  // namespace asynchat::traces
