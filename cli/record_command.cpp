#include <asynchat/traces/trace_event.h>

#include <CLI/CLI.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "command_line.h"
#include "host_port.h"
#include "record_run.h"

namespace asynchat::cli {

namespace {

constexpr const char* footer =
    "Each connection is passed on to the server, and each chunk that comes from a side is written to the trace before "
    "it\n"
    "goes to the other: a recorder that is killed loses at most the last line, which readers drop. The end of a side "
    "is\n"
    "passed on as an end, a reset as a reset; a client whose server cannot be reached is reset, and the trace has\n"
    "nothing of it. It goes on until SIGINT or SIGTERM; connections that are open then have no close in the trace.\n\n"
    "--max-bytes ends it after the chunk that reaches so many bytes, both directions together.\n"
    "--rotate begins a new file once one has grown by so much: talk.trace.jsonl, talk.1.trace.jsonl, … Each is a "
    "whole\n"
    "trace: connections that are open are opened again in it, and its header's source says which. Times go on. A file\n"
    "that is there is passed over, also with --force, which replaces the named one alone.\n\n"
    "When the trace cannot be written any more (the disk is full), it ends with its last whole line, stderr says so "
    "at\n"
    "once, traffic is passed on unrecorded, and the exit status will be 75. It is 75, too, where it cannot listen.\n\n"
    "Examples:\n"
    "  asynchat record --listen 127.0.0.1:7000 --to 127.0.0.1:6379 -o redis.trace.jsonl\n"
    "  asynchat record --listen [::1]:0 --to mail.example.org:25 -o mail.trace.jsonl --rotate 100M\n"
    "  asynchat record --listen 0.0.0.0:8080 --to localhost:80 -o - --max-bytes 1000000 > web.trace.jsonl";

struct words {
  std::string listen;
  std::string to;
  std::string output;
  std::uint64_t max_bytes = 0;
  std::uint64_t rotate = 0;
  bool force = false;
  bool quiet = false;
};

record_arguments understood(const words& given) {
  record_arguments result;
  result.listen = *parse_host_port(given.listen);
  result.to = *parse_host_port(given.to);
  result.output = given.output;
  if (given.max_bytes != 0) result.payload_bytes_max = given.max_bytes;
  result.file = {.rotate_bytes = given.rotate, .replace = given.force};
  result.quiet = given.quiet;
  return result;
}

/// What is wrong with a place to listen at or, where a port is needed, to connect to.
CLI::Validator a_place(bool needs_port) {
  return CLI::Validator(
      [needs_port](const std::string& text) {
        const std::optional<endpoint> where = parse_host_port(text);
        const bool good = where && (where->port != 0 || !needs_port);
        return good ? std::string() : "expected HOST:PORT, not " + text;
      },
      "HOST:PORT");
}

}  // namespace

void add_record(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("record", "Record TCP connections to a server as a trace, from in between");
  auto given = std::make_shared<words>();
  command
      ->add_option("--listen", given->listen,
                   "Where clients connect to; port 0 is the system's choice, which is printed")
      ->required()
      ->check(a_place(false));
  command->add_option("--to", given->to, "The server")->required()->check(a_place(true));
  command->add_option("-o,--output", given->output, "The trace to write, usually *.trace.jsonl; - is stdout")
      ->required();
  command->add_flag("--force", given->force, "Replace a file that is there; without it that is an error");
  const auto add_size = [command](const char* name, std::uint64_t& size, const char* help) {
    const std::map<std::string, std::uint64_t> units = {{"K", 1u << 10}, {"M", 1u << 20}, {"G", 1u << 30}};
    command->add_option(name, size, help)
        ->transform(CLI::AsNumberWithUnit(units, CLI::AsNumberWithUnit::CASE_INSENSITIVE, "SIZE"))
        ->check(CLI::Range(std::uint64_t{1}, traces::trace_integer_max));
  };
  add_size("--max-bytes", given->max_bytes, "End once so many bytes of payload went through; K, M and G may follow");
  add_size("--rotate", given->rotate, "Begin a new file after so many bytes; K, M and G may follow");
  command->add_flag("--quiet", given->quiet, "Show no progress, even on a terminal");
  command->footer(footer);
  command->callback([given, &status] { status = record(understood(*given)); });
}

}  // namespace asynchat::cli
