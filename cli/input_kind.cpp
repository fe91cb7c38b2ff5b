#include "input_kind.h"

#include <asynchat/traces/error.h>

#include <string>
#include <string_view>

namespace asynchat::cli {

namespace {

constexpr std::size_t bytes_looked_at = 512;

}  // namespace

bool is_repro(traces::input_stream& in, const std::string& path) {
  // A repro names its format near its beginning; a trace does so in its first line.
  const std::string_view start = in.start(bytes_looked_at);
  if (in.bad()) traces::fail_to_read(traces::name_of_input(path));
  const std::size_t repro = start.find("\"asynchat-repro\"");
  const std::size_t trace = start.find("\"asynchat-trace\"");
  if (repro == trace) return path.ends_with(".repro.json");
  return repro < trace;
}

void require_repro(traces::input_stream& in, const std::string& path) {
  if (is_repro(in, path)) return;
  const std::string_view start = in.start(bytes_looked_at);
  const bool is_trace = start.find("\"asynchat-trace\"") != std::string_view::npos;
  const std::size_t first = start.find_first_not_of(" \t\r\n");
  // Any other object may name its format later on.
  if (!is_trace && first != std::string_view::npos && start[first] == '{') return;
  throw traces::input_error(traces::name_of_input(path), std::string("expected a repro") +
                                                             (is_trace ? ", found a trace" : "") +
                                                             "; asynchat show shows traces and captures");
}

void refuse_repro(traces::input_stream& in, const std::string& path) {
  if (!is_repro(in, path)) return;
  throw traces::input_error(traces::name_of_input(path),
                            "expected a trace or a capture, found a repro; asynchat show shows it");
}

}  // namespace asynchat::cli
