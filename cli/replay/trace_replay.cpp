#include "trace_replay.h"

#include <asynchat/traces/error.h>
#include <asynchat/traces/import.h>

#include <fmt/core.h>

#include <memory>
#include <utility>

#include "exit_status.h"
#include "frame_lines.h"
#include "prefix_source.h"
#include "recut_source.h"
#include "repeated_source.h"
#include "terminal.h"
#include "wire_replay.h"
#include "work_limit.h"

namespace asynchat::cli {

namespace {

using source_pointer = std::unique_ptr<traces::event_source>;

/// What is to be played of the recording, once.
source_pointer open_once(std::unique_ptr<traces::input_stream> in, const std::string& path,
                         const trace_choice& choice) {
  traces::capture_options options;
  if (choice.port != 0) options.server_port = choice.port;
  source_pointer source = traces::open_source(std::move(in), traces::name_of_input(path), options);
  if (choice.prefix_bytes) source = std::make_unique<prefix_source>(std::move(source), *choice.prefix_bytes);
  if (!choice.strategy.empty()) {
    // Without a framing, lines are taken for frames.
    const framing_choice framing(choice.framing.empty() ? "line" : choice.framing);
    stream_cutter cutter(framing, choice.strategy, choice.plan, choice.seed);
    source = std::make_unique<recut_source>(std::move(source), std::move(cutter));
  }
  return source;
}

source_pointer open_all(std::unique_ptr<traces::input_stream> in, const std::string& path, const trace_choice& choice) {
  source_pointer first = open_once(std::move(in), path, choice);
  if (!choice.twice) return first;
  return std::make_unique<repeated_source>(
      std::move(first), [path, choice] { return open_once(traces::open_input(path), path, choice); });
}

void refuse(const std::string& option, const std::string& why) { throw traces::input_error(option, why); }

void check_choice(const std::string& path, const trace_choice& choice, const foreign_choice& foreign) {
  const bool speaks = !choice.to.empty() || !choice.as_server.empty() || !foreign.command.empty();
  if (!speaks && choice.framing.empty()) {
    refuse(path, "expected --framing, --to, --exec or --as-server: what the trace is played to");
  }
  if (choice.as_server.empty() && choice.connections_max) refuse("--connections", "expected --as-server with it");
  if (path == "-" && choice.twice) refuse("--twice", "standard input can be read only once");
}

int print_all_frames(traces::event_source& source, const trace_choice& choice) {
  const work_limit limit(std::nullopt);
  const framed_totals totals = print_frames(
      source, framing_choice(choice.framing), choice.json ? frame_form::json : frame_form::text,
      [&] { return limit.interrupted(); }, [](const std::string& sentence) { warn(sentence); });
  if (limit.interrupted()) return interrupted;
  if (totals.connections == 0) throw traces::input_error(source.file(), nothing_to_play);
  return totals.gaps > 0 ? not_covered : all_held;
}

}  // namespace

int replay_trace(std::unique_ptr<traces::input_stream> in, const std::string& path, const trace_choice& choice,
                 const foreign_choice& foreign) {
  check_choice(path, choice, foreign);
  const source_pointer source = open_all(std::move(in), path, choice);
  int status = all_held;
  if (choice.to.empty() && choice.as_server.empty() && foreign.command.empty()) {
    status = print_all_frames(*source, choice);
  } else {
    // What is read from standard input cannot be read again for the sake of a frame.
    const auto again = path == "-" ? source_maker() : [&] { return open_all(traces::open_input(path), path, choice); };
    status = replay_over_wires(*source, again, choice, foreign);
  }
  warn(source->warnings());
  return status;
}

}  // namespace asynchat::cli
