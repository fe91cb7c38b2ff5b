#include "record_run.h"

#include <asynchat/sockets/address_error.h>
#include <asynchat/sockets/network.h>

#include <fmt/core.h>

#include <netdb.h>
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <system_error>

#include "check_wording.h"
#include "exit_status.h"
#include "proxy.h"
#include "stop_signals.h"
#include "terminal.h"

namespace asynchat::cli {

namespace {

constexpr duration between_lines = std::chrono::milliseconds(200);
/// Complaints of one kind can come with every connection; the summary counts the rest.
constexpr std::uint64_t complaints_max = 10;

/// Two descriptors a connection: as many as the system lets this user have.
void allow_many_descriptors() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

std::string wall_clock_now() {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  tm utc{};
  gmtime_r(&now.tv_sec, &utc);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:09}Z", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
                     utc.tm_hour, utc.tm_min, utc.tm_sec, now.tv_nsec);
}

/// A name's first address; the endpoint as it is where it has none. To listen on a name is worth waiting for.
endpoint looked_up(const endpoint& where) {
  if (where.host == "localhost") return where;
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(where.host.c_str(), nullptr, &hints, &found) != 0) return where;
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> kept(found, freeaddrinfo);
  char host[NI_MAXHOST];
  if (getnameinfo(found->ai_addr, found->ai_addrlen, host, sizeof(host), nullptr, 0, NI_NUMERICHOST) != 0) return where;
  return endpoint::inet(host, where.port);
}

void listen_on(proxy& door, const endpoint& where) {
  if (const std::error_code error = door.listen(looked_up(where), {.backlog = 1024})) {
    throw traces::input_error("--listen " + to_string(where), "cannot listen there: " + error.message());
  }
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

}  // namespace

int record(const record_arguments& arguments) {
  allow_many_descriptors();
  sockets::network world;
  const stop_signals signals(world);
  narrator tell(arguments.output == "-");
  loop owner(world);
  traces::recording_file file(arguments.output, {traces::source_kind::proxy, to_string(arguments.to), wall_clock_now()},
                              arguments.file);
  traces::trace_recorder recorder(world, file);
  proxy door(owner, arguments.to, &recorder, [&](const std::string& sentence) { tell.complain(sentence); });
  listen_on(door, arguments.listen);
  tell.notice("listening on " + to_string(door.local()));
  if (progress_line::has_terminal()) keep_showing(owner, tell, door, file);

  bool trouble_told = false;
  while (!signals.requested() && door.counts().bytes() < arguments.payload_bytes_max.value_or(UINT64_MAX)) {
    owner.poll(std::nullopt);
    if (file.trouble() && !trouble_told)
      tell.trouble(*file.trouble() + "; traffic is passed on without being recorded");
    trouble_told = file.trouble().has_value();
  }
  tell.notice(summary(arguments.output, door.counts(), file));
  return trouble_told ? machine_trouble : all_held;
}

}  // namespace asynchat::cli
