#pragma once

#include <asynchat/traces/capture_reader.h>
#include <asynchat/traces/event_source.h>
#include <asynchat/traces/input_file.h>

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

namespace asynchat::traces {

/// The file, or the standard input for `-`, as a source of events: a capture if it begins like one, otherwise a trace.
std::unique_ptr<event_source> open_source(const std::string& path, const capture_options& options = {});
/// What is left of `in`, as errors call it `file`.
std::unique_ptr<event_source> open_source(std::unique_ptr<input_stream> in, const std::string& file,
                                          const capture_options& options = {});

/// What a trace holds.
struct trace_counts {
  std::uint64_t connections = 0;
  std::uint64_t chunks = 0;        ///< data events
  std::uint64_t client_bytes = 0;  ///< sent by clients
  std::uint64_t server_bytes = 0;  ///< sent by servers
  std::uint64_t gaps = 0;

  friend bool operator==(const trace_counts&, const trace_counts&) = default;
};
std::ostream& operator<<(std::ostream& out, const trace_counts& counts);
/// Adds one event.
void count(const trace_event& event, trace_counts& counts);

/// Writes all that `source` gives as a trace; the path form writes atomically. Throws input_error and output_error.
trace_counts write_trace(event_source& source, std::ostream& out);
trace_counts write_trace(event_source& source, const std::string& path);

struct import_result {
  trace_counts counts;
  std::vector<std::string> warnings;
};

/// Makes a trace of a capture, in a stream or in another file.
import_result import_capture(const std::string& capture_path, std::ostream& out, const capture_options& options = {});
import_result import_capture(const std::string& capture_path, const std::string& trace_path,
                             const capture_options& options = {});

/// Throws output_error where both are one file, which would be replaced by what is made of it.
void refuse_same_file(const std::string& input_path, const std::string& output_path);

}  // namespace asynchat::traces
