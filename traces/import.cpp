#include <asynchat/traces/atomic_file.h>
#include <asynchat/traces/error.h>
#include <asynchat/traces/import.h>
#include <asynchat/traces/trace_reader.h>
#include <asynchat/traces/trace_writer.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <string_view>
#include <system_error>

namespace asynchat::traces {
namespace {

using namespace std::string_view_literals;

/// The first four bytes of pcapng, of pcap, and of pcap with nanoseconds, in either byte order.
constexpr std::array capture_magics{"\x0a\x0d\x0d\x0a"sv, "\xa1\xb2\xc3\xd4"sv, "\xd4\xc3\xb2\xa1"sv,
                                    "\xa1\xb2\x3c\x4d"sv, "\x4d\x3c\xb2\xa1"sv};

/// What is no regular file cannot be looked at and then read: it is taken for a trace.
bool begins_like_capture(const std::string& path) {
  std::error_code none;
  if (!std::filesystem::is_regular_file(path, none)) return false;
  std::array<char, 4> start{};
  std::ifstream(path, std::ios::binary).read(start.data(), start.size());
  return std::find(capture_magics.begin(), capture_magics.end(), std::string_view(start.data(), start.size())) !=
         capture_magics.end();
}

void count(const trace_event& event, trace_counts& counts) {
  if (event.kind == event_kind::open) ++counts.connections;
  if (event.kind == event_kind::gap) ++counts.gaps;
  if (event.kind != event_kind::data) return;
  ++counts.chunks;
  (event.from == side::client ? counts.client_bytes : counts.server_bytes) += event.bytes.size();
}

}  // namespace

std::unique_ptr<event_source> open_source(const std::string& path, const capture_options& options) {
  if (begins_like_capture(path)) return std::make_unique<capture_reader>(path, options);
  return std::make_unique<trace_reader>(path);
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
  std::error_code ignored;
  if (std::filesystem::equivalent(capture_path, trace_path, ignored)) {
    throw output_error(trace_path, "expected another file than the capture that is imported");
  }
  capture_reader source(capture_path, options);
  const trace_counts counts = write_trace(source, trace_path);
  return {counts, source.warnings()};
}

}  // namespace asynchat::traces
