#include "read_streams.h"

#include <asynchat/traces/dialogue.h>
#include <asynchat/traces/error.h>
#include <asynchat/traces/import.h>

#include <fmt/core.h>

#include <iostream>
#include <memory>
#include <utility>

#include "terminal.h"

namespace asynchat::cli {

namespace {

void warn(const std::string& sentence) { std::cerr << "asynchat: warning: " << on_one_line(sentence) << '\n'; }

}  // namespace

std::vector<recorded_stream> read_streams(const std::string& path, std::uint16_t port, const framing_choice& framing) {
  traces::capture_options options;
  if (port != 0) options.server_port = port;
  const auto source = traces::open_source(path, options);
  std::vector<recorded_stream> result;
  for (const traces::dialogue& talk : traces::read_dialogues(*source)) {
    for (recorded_stream& one : streams_of(talk, path, framing)) result.push_back(std::move(one));
  }
  for (const std::string& warning : source->warnings()) warn(warning);
  for (const recorded_stream& one : result) {
    if (one.gap_bytes == 0) continue;
    warn(
        fmt::format("{}: connection {}, {}: {} bytes are missing after byte {}; what follows, {} bytes, is not checked",
                    path, one.conn, to_string(one.from), one.gap_bytes, one.bytes.size(), one.left_away_bytes));
  }
  if (result.empty())
    throw traces::input_error(path, "expected a connection that carries bytes; there is none to check");
  return result;
}

}  // namespace asynchat::cli
