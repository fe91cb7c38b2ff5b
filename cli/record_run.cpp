#include "record_run.h"

#include <asynchat/sockets/network.h>
#include <asynchat/traces/wall_clock_text.h>

#include <fmt/core.h>

#include <time.h>

#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "check_wording.h"
#include "descriptors.h"
#include "exit_status.h"
#include "host_port.h"
#include "proxy.h"
#include "stop_signals.h"
#include "terminal.h"

namespace asynchat::cli {

namespace {

constexpr duration between_lines = std::chrono::milliseconds(200);
/// Complaints of one kind can come with every connection; the summary counts the rest.
constexpr std::uint64_t complaints_max = 10;

traces::trace_header header_of(const record_arguments& arguments) {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  return {traces::source_kind::proxy, to_string(arguments.to), traces::wall_clock_text(now.tv_sec, now.tv_nsec)};
}

/// recording_file would refuse it, too, but knows no options.
void refuse_existing(const record_arguments& arguments) {
  std::error_code no_file;
  if (arguments.output == "-" || arguments.file.replace) return;
  if (!std::filesystem::is_regular_file(arguments.output, no_file)) return;
  throw traces::output_error(arguments.output, "expected a name that no file has yet, or --force to replace it");
}

bool is_any(const endpoint& where) { return where.host == "0.0.0.0" || where.host == "::"; }

/// Connections to one of the servers must not come in here again, and again.
void refuse_circle(network& world, const endpoint& here, const std::vector<endpoint>& servers) {
  for (const endpoint& server : servers) {
    if (server.port != here.port) continue;
    const bool meets_any = is_any(here) || is_any(server);
    // Only an address of this machine can be listened on.
    if (server == here || (meets_any && !world.listen(endpoint::inet(server.host, 0), {}).error)) {
      throw traces::input_error("--to " + to_string(server), "expected a server, not what --listen names itself");
    }
  }
}

void listen_on(proxy& door, network& world, const record_arguments& arguments) {
  const std::vector<endpoint> servers = addresses_of("--to", arguments.to);
  const endpoint here = listening_address("--listen", arguments.listen);
  refuse_circle(world, here, servers);
  if (const std::error_code error = door.listen(here, {.backlog = 1024})) {
    throw std::system_error(error, "--listen " + to_string(arguments.listen));
  }
  refuse_circle(world, door.local(), servers);
}

/// What a person is told: notices on stdout, or on stderr where the trace goes to stdout; trouble on stderr.
class narrator {
 public:
  explicit narrator(bool trace_on_stdout) : notices_(trace_on_stdout ? std::cerr : std::cout) {}

  void notice(const std::string& sentence) {
    line_.clear();
    notices_ << on_one_line(sentence) << std::endl;
  }
  void trouble(const std::string& sentence) {
    line_.clear();
    std::cerr << "asynchat: " << on_one_line(sentence) << std::endl;
  }
  void complain(const std::string& sentence) {
    if (++complaints_ <= complaints_max) trouble(sentence);
    if (complaints_ == complaints_max) trouble("further complaints of this kind are left away");
  }
  void progress(const std::string& text) { line_.show(text); }

 private:
  std::ostream& notices_;
  progress_line line_;
  std::uint64_t complaints_ = 0;
};

std::string summary(const std::string& output, const proxy_counts& counts, const traces::recording_file& file) {
  std::string text =
      fmt::format("{}: {}, {} bytes from clients, {} from servers", output, counted(counts.connections, "connection"),
                  grouped(counts.client_bytes), grouped(counts.server_bytes));
  if (file.files() > 1) text += fmt::format(", in {} files", file.files());
  if (counts.unreachable > 0) text += fmt::format("; {} not passed on", counted(counts.unreachable, "client"));
  if (file.trouble()) text += "; the end of it was not recorded";
  return text;
}

/// The progress line, again and again.
void keep_showing(loop& owner, narrator& tell, const proxy& door, const traces::recording_file& file) {
  owner.call_later(between_lines, [&] {
    tell.progress(fmt::format("{} open of {}, {} bytes{}", door.open(),
                              counted(door.counts().connections, "connection"), grouped(door.counts().bytes()),
                              file.trouble() ? ", not recorded any more" : ""));
    keep_showing(owner, tell, door, file);
  });
}

/// False after the chunk that reached the limit.
bool pass(loop& owner) {
  try {
    owner.poll(std::nullopt);
    return true;
  } catch (const exit_now&) {
    return false;
  }
}

}  // namespace

int record(const record_arguments& arguments) {
  refuse_existing(arguments);
  allow_many_descriptors();
  sockets::network world;
  narrator tell(arguments.output == "-");
  loop owner(world);
  std::optional<traces::recording_file> file;
  std::optional<traces::trace_recorder> recorder;
  proxy door(owner, arguments.to, [&](const std::string& sentence) { tell.complain(sentence); });
  // All that can be refused comes before the file, which may replace another one.
  listen_on(door, world, arguments);
  const stop_signals signals(world);
  file.emplace(arguments.output, header_of(arguments), arguments.file);
  recorder.emplace(world, *file);
  door.record_with(*recorder);
  if (arguments.payload_bytes_max) door.end_after(*arguments.payload_bytes_max);
  tell.notice("listening on " + to_string(door.local()));
  if (!arguments.quiet && progress_line::has_terminal()) keep_showing(owner, tell, door, *file);

  bool trouble_told = false;
  for (bool over = false; !over && !signals.requested();) {
    over = !pass(owner);
    if (file->trouble() && !trouble_told)
      tell.trouble(*file->trouble() + "; traffic is passed on without being recorded");
    trouble_told = file->trouble().has_value();
  }
  tell.notice(summary(arguments.output, door.counts(), *file));
  return trouble_told ? machine_trouble : all_held;
}

}  // namespace asynchat::cli
