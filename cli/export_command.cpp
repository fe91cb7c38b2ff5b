#include <asynchat/traces/atomic_file.h>
#include <asynchat/traces/export.h>
#include <asynchat/traces/input_file.h>
#include <asynchat/traces/repro.h>

#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <string>

#include "check_wording.h"
#include "command_line.h"
#include "exit_status.h"
#include "input_kind.h"
#include "port_option.h"
#include "repro_talk.h"
#include "terminal.h"
#include "version.h"
#include "watched_source.h"

namespace asynchat::cli {

namespace {

struct export_arguments {
  std::string input;
  std::string capture;
  std::uint16_t port = 0;
  std::uint32_t mtu_bytes = traces::export_options{}.mtu_bytes;
};

void tell(const export_arguments& arguments, const traces::export_result& result) {
  if (arguments.capture == "-") return;
  fmt::print("{}: {}, {}\n", arguments.capture, counted(result.packets, "packet"), told(result.counts));
}

traces::export_result write_talk(const repro_talk& talk, std::ostream& out, traces::export_options options) {
  options.comments = talk.comments;
  traces::export_result result;
  traces::capture_writer writer(out, talk.header, options);
  for (const noted_event& one : talk.events) {
    writer.write(one.event, one.comments);
    count(one.event, result.counts);
  }
  result.packets = writer.packets();
  return result;
}

int export_repro(const traces::repro& recorded, const std::string& file, const export_arguments& arguments,
                 const traces::export_options& options) {
  const repro_talk talk = talk_of(recorded, file);
  warn(talk.warnings);
  traces::export_result result;
  if (arguments.capture == "-") {
    result = write_talk(talk, std::cout, options);
  } else {
    traces::atomic_file capture(arguments.capture);
    result = write_talk(talk, capture.out(), options);
    capture.commit();
  }
  tell(arguments, result);
  return all_held;
}

int export_trace(traces::event_source& opened, const export_arguments& arguments,
                 const traces::export_options& options) {
  watched_source source(opened, arguments.input == "-");
  const traces::export_result result = arguments.capture == "-"
                                           ? traces::export_capture(source, std::cout, options)
                                           : traces::export_capture(source, arguments.capture, options);
  const int status = report_on(source);
  tell(arguments, result);
  return status;
}

int run_export(const export_arguments& arguments) {
  traces::export_options options;
  options.mtu_bytes = arguments.mtu_bytes;
  options.application = "asynchat " + std::string(version);
  const std::string file = traces::name_of_input(arguments.input);
  traces::refuse_same_file(arguments.input, arguments.capture);
  std::unique_ptr<traces::input_stream> in = traces::open_input(arguments.input);
  if (is_repro(*in, arguments.input)) return export_repro(traces::read_repro(*in, file), file, arguments, options);
  traces::capture_options port;
  if (arguments.port != 0) port.server_port = arguments.port;
  return export_trace(*traces::open_source(std::move(in), file, port), arguments, options);
}

}  // namespace

void add_export(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("export", "Make a capture of a trace or a repro, for Wireshark: pcapng");
  auto arguments = std::make_shared<export_arguments>();
  command->add_option("TRACE", arguments->input, "A *.trace.jsonl, a *.repro.json or a capture; - is stdin")
      ->required();
  command->add_option("-o,--output", arguments->capture, "The capture to write, usually *.pcapng; - is stdout")
      ->required();
  command
      ->add_option("--mtu", arguments->mtu_bytes,
                   "No packet is longer, in bytes; a chunk that does not fit becomes several segments")
      ->check(CLI::Range(traces::export_options::mtu_bytes_min, traces::export_options::mtu_bytes_max))
      ->capture_default_str();
  add_port(*command, arguments->port);
  command->footer(
      "Each chunk is a segment with PSH, acknowledged at once. A repro is delivered as its plan says; what it "
      "injects,\n"
      "and names that are no addresses, are packet comments. The capture appears whole or not at all.\n\n"
      "Examples:\n"
      "  asynchat export talk.trace.jsonl -o talk.pcapng\n"
      "  asynchat export failure.repro.json -o failure.pcapng\n"
      "  asynchat export talk.trace.jsonl -o - | tshark -r - -V");
  command->callback([arguments, &status] { status = run_export(*arguments); });
}

}  // namespace asynchat::cli
