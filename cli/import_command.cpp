#include <asynchat/traces/import.h>

#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <string>

#include "command_line.h"
#include "exit_status.h"
#include "terminal.h"

namespace asynchat::cli {

namespace {

struct import_arguments {
  std::string capture;
  std::string trace;
  std::uint16_t port = 0;
};

int import(const import_arguments& arguments) {
  traces::capture_options options;
  if (arguments.port != 0) options.server_port = arguments.port;
  const traces::import_result result = arguments.trace == "-"
                                           ? traces::import_capture(arguments.capture, std::cout, options)
                                           : traces::import_capture(arguments.capture, arguments.trace, options);
  for (const std::string& warning : result.warnings) std::cerr << "asynchat: warning: " << on_one_line(warning) << '\n';
  const traces::trace_counts& counts = result.counts;
  if (arguments.trace == "-") return all_held;
  fmt::print("{}: {} connections, {} chunks, {} bytes from clients, {} from servers, {} gaps\n", arguments.trace,
             counts.connections, counts.chunks, counts.client_bytes, counts.server_bytes, counts.gaps);
  return all_held;
}

}  // namespace

void add_import(CLI::App& app, int& status) {
  auto* command =
      app.add_subcommand("import", "Make a trace of a capture: pcap or pcapng, its TCP streams reassembled");
  auto arguments = std::make_shared<import_arguments>();
  command->add_option("CAPTURE", arguments->capture, "A pcap or pcapng file")->required();
  command->add_option("-o,--output", arguments->trace, "The trace to write, usually *.trace.jsonl; - is stdout")
      ->required();
  command
      ->add_option("--port", arguments->port,
                   "The server's port, for connections whose SYN is not in the capture; else the lower port is taken")
      ->check(CLI::Range(1, 65535));
  command->footer(
      "What the capture lost is reported as a gap. The trace appears whole or not at all.\n\n"
      "Examples:\n"
      "  asynchat import capture.pcapng -o talk.trace.jsonl\n"
      "  asynchat import --port 6379 begun-before.pcap -o redis.trace.jsonl");
  command->callback([arguments, &status] { status = import(*arguments); });
}

}  // namespace asynchat::cli
