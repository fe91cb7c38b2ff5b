#include "wire_replay.h"

#include <asynchat/engine/loop.h>
#include <asynchat/sockets/address_error.h>
#include <asynchat/sockets/network.h>
#include <asynchat/traces/error.h>
#include <asynchat/transport/io_result.h>

#include <fmt/core.h>

#include <chrono>
#include <limits>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "descriptors.h"
#include "event_track.h"
#include "exit_status.h"
#include "frame_at.h"
#include "host_port.h"
#include "program_wire.h"
#include "programs/output_events.h"
#include "replay_report.h"
#include "serving_replay.h"
#include "socket_wire.h"
#include "terminal.h"
#include "work_limit.h"

namespace asynchat::cli {

namespace {

/// How often it is looked whether the user has asked for the end.
constexpr duration look_up = std::chrono::milliseconds(100);

/// Connections that differ are told in full up to that many; the last line counts them all.
constexpr std::uint64_t told_max = 20;

/// What stands after --to or --as-server; there, the system chooses a port for 0.
endpoint address_after(const std::string& option, const std::string& text) {
  const std::optional<endpoint> where = parse_host_port(text);
  if (!where || (where->port == 0 && option == "--to")) {
    throw traces::input_error(option + ' ' + text, "expected HOST:PORT");
  }
  return *where;
}

class wire_replay {
 public:
  wire_replay(traces::event_source& source, const source_maker& again, const trace_choice& choice,
              const foreign_choice& foreign)
      : source_(source), again_(again), choice_(choice), foreign_(foreign), masks_(foreign.ignored) {
    loop_.set_log_sink(nullptr);
    settings_.mine = choice.as_server.empty() ? side::client : side::server;
    settings_.speed = choice.speed;
    settings_.time_limit_seconds = foreign.time_limit_seconds;
    if (!foreign.ignored.empty()) settings_.masks = &masks_;
  }

  int run() {
    // The handler of work_limit hands a second interrupt on to the one that ends programs.
    watch_for_signals();
    allow_many_descriptors();
    const work_limit limit(std::nullopt);
    if (choice_.as_server.empty()) {
      play_client(limit);
    } else {
      play_server(limit);
    }
    line_.clear();
    fmt::print("{}\n", choice_.json ? json_line_of(totals_) : told_of(totals_));
    if (limit.interrupted()) return interrupted;
    if (totals_.differing > 0) return law_failed;
    return totals_.incomplete > 0 ? not_covered : all_held;
  }

 private:
  void play_client(const work_limit& limit) {
    const endpoint server = choice_.to.empty() ? endpoint() : address_after("--to", choice_.to);
    event_track track(
        loop_, settings_, totals_, [this] { return source_.next(); },
        [&](replayed_connection& user) { return connect(user, server); },
        [this](const connection_result& result, const replayed_connection& played) { tell(result, played); });
    track.begin();
    while (!track.done() && !limit.interrupted()) pass();
    track.stop();
    if (totals_.connections == 0 && !limit.interrupted()) throw traces::input_error(source_.file(), nothing_to_play);
  }

  std::unique_ptr<wire> connect(replayed_connection& user, const endpoint& server) {
    if (!choice_.to.empty()) return std::make_unique<socket_wire>(loop_, user, server);
    user.connected();
    return std::make_unique<program_wire>(loop_, user, foreign_.command);
  }

  void play_server(const work_limit& limit) {
    serving_replay host(
        loop_, source_, settings_, totals_,
        [this](const connection_result& result, const replayed_connection& played) { tell(result, played); },
        choice_.connections_max.value_or(std::numeric_limits<std::uint64_t>::max()));
    if (host.done()) throw traces::input_error(source_.file(), nothing_to_play);
    const endpoint where = address_after("--as-server", choice_.as_server);
    if (const std::error_code error = host.listen(where)) fail("--as-server " + choice_.as_server, error);
    fmt::print("{}\n", choice_.json ? fmt::format(R"({{"listening":"{}"}})", to_string(host.local()))
                                    : "listening on " + to_string(host.local()));
    std::fflush(stdout);
    while (!host.done() && !limit.interrupted()) pass();
    host.stop();
  }

  void pass() {
    loop_.poll(look_up);
    if (choice_.quiet || !progress_line::has_terminal() || loop_.now() < next_look_) return;
    next_look_ = loop_.now() + look_up;
    line_.show(fmt::format("{} connections, {} events, {:.1f} MB sent, {} differ", totals_.connections, totals_.events,
                           static_cast<double>(totals_.sent_bytes) / 1e6, totals_.differing));
  }

  void tell(const connection_result& result, const replayed_connection& played) {
    refuse_unreachable(played);
    if (result.what == connection_result::verdict::same) return;
    line_.clear();
    if (++told_ > told_max) {
      if (told_ == told_max + 1) fmt::print(stderr, "asynchat: further connections are only counted\n");
      return;
    }
    const std::optional<properties::event> frame = frame_of(result);
    fmt::print("{}{}", choice_.json ? json_line_of(result, frame) : told_of(result, frame), choice_.json ? "\n" : "");
  }

  std::optional<properties::event> frame_of(const connection_result& result) const {
    if (!result.where || choice_.framing.empty() || !again_) return std::nullopt;
    const std::unique_ptr<traces::event_source> source = again_();
    return frame_at(*source, framing_choice(choice_.framing), result.conn, other(settings_.mine), result.where->offset);
  }

  /// A server that nobody reached from the beginning, a machine without descriptors, or a program that is not there, is
  /// no difference.
  void refuse_unreachable(const replayed_connection& played) const {
    const auto* program = dynamic_cast<const program_wire*>(played.carrier());
    if (program != nullptr && program->was_not_found()) {
      const std::string words = program->last_words();
      throw traces::input_error("--exec " + foreign_.command,
                                "the shell cannot run it" + (words.empty() ? words : "; it said: " + words));
    }
    const auto* socket = dynamic_cast<const socket_wire*>(played.carrier());
    if (socket == nullptr || played.stands()) return;
    const std::error_code error = socket->connect_error();
    if (totals_.connections > 0 && !is_out_of_resources(error)) return;
    fail("--to " + choice_.to, error ? error : std::make_error_code(std::errc::timed_out));
  }

  [[noreturn]] static void fail(const std::string& what, std::error_code error) {
    if (error.category() == sockets::resolver_category() || error.category() == sockets::address_category()) {
      throw traces::input_error(what, error.message());
    }
    throw std::system_error(error, what);
  }

  traces::event_source& source_;
  const source_maker& again_;
  const trace_choice& choice_;
  const foreign_choice& foreign_;
  const line_mask masks_;
  sockets::network world_;
  loop loop_{world_};
  replay_settings settings_;
  replay_totals totals_;
  progress_line line_;
  time_point next_look_{};
  std::uint64_t told_ = 0;
};

}  // namespace

int replay_over_wires(traces::event_source& source, const source_maker& again, const trace_choice& choice,
                      const foreign_choice& foreign) {
  return wire_replay(source, again, choice, foreign).run();
}

}  // namespace asynchat::cli
