#include "input_kind.h"

#include <asynchat/traces/error.h>

#include <string_view>

namespace asynchat::cli {

namespace {

enum class format { trace, repro, unknown };

format format_of(traces::input_stream& in, const std::string& path) {
  // A repro names its format near its beginning; a trace does so in its first line.
  constexpr std::size_t bytes_looked_at = 512;
  // Both are JSON. What is not, a capture, may hold such a name among its bytes, and a pipe is not waited for.
  const bool is_json = in.start(1) == "{" || in.start(1) == "\xef";
  const std::string_view start = is_json ? in.start(bytes_looked_at) : std::string_view();
  if (in.bad()) traces::fail_to_read(traces::name_of_input(path));
  const std::size_t repro = start.find("\"asynchat-repro\"");
  const std::size_t trace = start.find("\"asynchat-trace\"");
  if (repro == trace) return format::unknown;
  return repro < trace ? format::repro : format::trace;
}

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
  throw traces::input_error(traces::name_of_input(path), why);
}

}  // namespace

bool is_repro(traces::input_stream& in, const std::string& path) {
  const format named = format_of(in, path);
  return named == format::repro || (named == format::unknown && path.ends_with(".repro.json"));
}

void require_repro(traces::input_stream& in, const std::string& path) {
  const bool is_trace = format_of(in, path) == format::trace;
  // Any other object may name its format later on.
  const bool may_be_one = in.start(1) == "{" || path.ends_with(".repro.json");
  if (is_trace) refuse(path, "expected a repro, found a trace; asynchat show shows traces and captures");
  if (!may_be_one) refuse(path, "expected a repro; asynchat show shows traces and captures");
}

void refuse_repro(traces::input_stream& in, const std::string& path) {
  if (is_repro(in, path)) refuse(path, "expected a trace or a capture, found a repro; asynchat show shows it");
}

void refuse_all_but_captures(traces::input_stream& in, const std::string& path) {
  switch (format_of(in, path)) {
    case format::unknown:
      return;
    case format::trace:
      refuse(path,
             "expected a capture, pcap or pcapng: this is a trace already, and check, prove, replay, show, diff and "
             "export take it as it is");
    case format::repro:
      refuse(
          path,
          "expected a capture, pcap or pcapng: this is a repro, and replay, show, shrink and export take it as it is");
  }
}

}  // namespace asynchat::cli
