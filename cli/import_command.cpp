#include <asynchat/traces/capture_reader.h>
#include <asynchat/traces/import.h>
#include <asynchat/traces/input_file.h>

#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "command_line.h"
#include "exit_status.h"
#include "input_kind.h"
#include "port_option.h"
#include "watched_source.h"

namespace asynchat::cli {

namespace {

struct import_arguments {
  std::string capture;
  std::string trace;
  std::uint16_t port = 0;
  std::string filter;
};

int import(const import_arguments& arguments) {
  traces::capture_options options;
  if (arguments.port != 0) options.server_port = arguments.port;
  options.filter = arguments.filter;
  traces::refuse_same_file(arguments.capture, arguments.trace);
  std::unique_ptr<traces::input_stream> in = traces::open_input(arguments.capture);
  refuse_all_but_captures(*in, arguments.capture);
  traces::capture_reader capture(std::move(in), traces::name_of_input(arguments.capture), options);
  watched_source source(capture, arguments.capture == "-");
  const bool to_stdout = arguments.trace == "-";
  const traces::trace_counts counts =
      to_stdout ? traces::write_trace(source, std::cout) : traces::write_trace(source, arguments.trace);
  const int status = report_on(source);
  if (!to_stdout) fmt::print("{}: {}\n", arguments.trace, told(counts));
  return status;
}

}  // namespace

void add_import(CLI::App& app, int& status) {
  auto* command =
      app.add_subcommand("import", "Make a trace of a capture: pcap or pcapng, its TCP streams reassembled");
  auto arguments = std::make_shared<import_arguments>();
  command->add_option("CAPTURE", arguments->capture, "A pcap or pcapng file; - is stdin")->required();
  command->add_option("-o,--output", arguments->trace, "The trace to write, usually *.trace.jsonl; - is stdout")
      ->required();
  add_port(*command, arguments->port);
  command->add_option("--filter", arguments->filter,
                      "Only packets that this capture filter takes, as tcpdump knows it: pcap-filter(7)");
  command->footer(
      "What the capture lost is reported as a gap. A capture that ends in the middle of a packet is imported up to\n"
      "there, with a warning. The trace appears whole or not at all; an interrupt ends it with what was read so "
      "far.\n\n"
      "Examples:\n"
      "  asynchat import capture.pcapng -o talk.trace.jsonl\n"
      "  asynchat import --port 6379 begun-before.pcap -o redis.trace.jsonl\n"
      "  asynchat import --filter 'tcp port 80 and host 10.0.0.7' busy.pcapng -o talk.trace.jsonl\n"
      "  tcpdump -i lo -w - tcp port 6379 | asynchat import - -o redis.trace.jsonl");
  command->callback([arguments, &status] { status = import(*arguments); });
}

}  // namespace asynchat::cli
