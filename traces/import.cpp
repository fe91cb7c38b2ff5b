#include <asynchat/traces/atomic_file.h>
#include <asynchat/traces/error.h>
#include <asynchat/traces/import.h>
#include <asynchat/traces/trace_reader.h>
#include <asynchat/traces/trace_writer.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <ostream>
#include <string_view>
#include <system_error>

namespace asynchat::traces {
namespace {

using namespace std::string_view_literals;

/// The first four bytes of pcapng, of pcap, and of pcap with nanoseconds, in either byte order.
constexpr std::array capture_magics{"\x0a\x0d\x0d\x0a"sv, "\xa1\xb2\xc3\xd4"sv, "\xd4\xc3\xb2\xa1"sv,
                                    "\xa1\xb2\x3c\x4d"sv, "\x4d\x3c\xb2\xa1"sv};

}  // namespace

std::unique_ptr<event_source> open_source(const std::string& path, const capture_options& options) {
  return open_source(open_input(path), name_of_input(path), options);
}

std::unique_ptr<event_source> open_source(std::unique_ptr<input_stream> in, const std::string& file,
                                          const capture_options& options) {
  const std::string_view start = in->start(4);
  const bool is_capture = std::find(capture_magics.begin(), capture_magics.end(), start) != capture_magics.end();
  if (is_capture) return std::make_unique<capture_reader>(std::move(in), file, options);
  return std::make_unique<trace_reader>(std::move(in), file);
}

void count(const trace_event& event, trace_counts& counts) {
  if (event.kind == event_kind::open) ++counts.connections;
  if (event.kind == event_kind::gap) ++counts.gaps;
  if (event.kind != event_kind::data) return;
  ++counts.chunks;
  (event.from == side::client ? counts.client_bytes : counts.server_bytes) += event.bytes.size();
}

std::ostream& operator<<(std::ostream& out, const trace_counts& counts) {
  return out << counts.connections << " connections, " << counts.chunks << " chunks, " << counts.client_bytes
             << " bytes from clients, " << counts.server_bytes << " bytes from servers, " << counts.gaps << " gaps";
}

trace_counts write_trace(event_source& source, std::ostream& out) {
  trace_counts counts;
  trace_writer writer(out, source.header());
  while (const std::optional<trace_event> event = source.next()) {
    writer.write(*event);
    count(*event, counts);
  }
  return counts;
}

trace_counts write_trace(event_source& source, const std::string& path) {
  atomic_file file(path);
  const trace_counts counts = write_trace(source, file.out());
  file.commit();
  return counts;
}

import_result import_capture(const std::string& capture_path, std::ostream& out, const capture_options& options) {
  capture_reader source(capture_path, options);
  const trace_counts counts = write_trace(source, out);
  return {counts, source.warnings()};
}

import_result import_capture(const std::string& capture_path, const std::string& trace_path,
                             const capture_options& options) {
  refuse_same_file(capture_path, trace_path);
  capture_reader source(capture_path, options);
  const trace_counts counts = write_trace(source, trace_path);
  return {counts, source.warnings()};
}

void refuse_same_file(const std::string& input_path, const std::string& output_path) {
  std::error_code ignored;
  if (std::filesystem::equivalent(input_path, output_path, ignored)) {
    throw output_error(output_path, "expected another file than the one that is read");
  }
}

}  // namespace asynchat::traces
