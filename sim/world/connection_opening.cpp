#include <algorithm>

#include "../later.h"
#include "connection.h"
#include "core.h"
#include "listening.h"

namespace asynchat::sim {

namespace {

/// A request that is not answered is repeated after that time, then after twice the time, and so on (RFC 6298).
constexpr duration first_retry = std::chrono::seconds(1);

}  // namespace

void connection::begin(host::impl& client, std::uint16_t port, const endpoint& to) {
  for (const side one : {side::client, side::server}) {
    from(one) = wire{};
    end(one).connected = false;
    end(one).error = {};
  }
  hosts = {&client, nullptr};
  client_number = client.number;
  ordinal = ++client.connects;
  client_port = port;
  client.connects_by_port[port] = ordinal;
  tries = 0;
  where = to;
  end(side::client).open(client);
}

void connection::look_name_up() {
  host::impl& client = *hosts[0];
  const lookup_fate decided = core.decisions->lookup(client.number, ++client.lookups, client.options);
  if (client.options.slow_lookup.millionths > 0) {
    core.faults.count(world_fault::lookup_latency, decided.delay > duration(0));
  }
  if (client.options.lost_lookup.millionths > 0) core.faults.count(world_fault::lookup_failure, !decided.found);
  schedule(later(core.now, decided.delay), happening::kind::lookup_ends, side::client, decided.found ? 1 : 0);
}

void connection::name_is_looked_up(bool found) {
  if (end(side::client).closed) return;
  host::impl* const server = found ? core.find(where.host) : nullptr;
  if (server != nullptr) return name_was_found(*server);
  connect_is_over(code_of(std::errc::address_not_available));
}

void connection::name_was_found(host::impl& server) {
  hosts[1] = &server;
  from(side::client).route = &core.route(*hosts[0], server);
  from(side::server).route = &core.route(server, *hosts[0]);
  ask();
}

void connection::request_is_lost() {
  schedule(later(core.now, core.usual_link.connect_timeout), happening::kind::connect_ends, side::client,
           number_of(std::errc::timed_out));
}

void connection::ask() {
  asked_at = core.now;
  const link_options& out = from(side::client).route->options;
  const connect_fate decided = core.decisions->connect(name(side::client), out);
  const bool refused = decided.what == connect_fate::kind::refused;
  const bool unanswered = decided.what == connect_fate::kind::unanswered;
  if (out.refuse.millionths > 0) core.faults.count(world_fault::connect_refused, refused);
  if (out.no_answer.millionths > 0) core.faults.count(world_fault::connect_timeout, unanswered);
  if (out.slow_connect.millionths > 0) {
    core.faults.count(world_fault::connect_latency, decided.delay > duration(0));
  }
  const time_point arrives = later(core.now, out.latency + decided.delay);
  if (refused) {
    schedule(later(arrives, latency_to(side::client)), happening::kind::connect_ends, side::client,
             number_of(std::errc::connection_refused));
  } else if (unanswered) {
    schedule(later(core.now, out.connect_timeout), happening::kind::connect_ends, side::client,
             number_of(std::errc::timed_out));
  } else {
    schedule(arrives, happening::kind::request_arrives, side::client, 0);
  }
}

void connection::retry_request() {
  const time_point last = later(asked_at, from(side::client).route->options.connect_timeout);
  const time_point next = later(core.now, first_retry * (std::int64_t{1} << std::min<std::uint16_t>(tries++, 16)));
  if (next < last) return schedule(next, happening::kind::request_arrives, side::client, 0);
  schedule(std::max(core.now, last), happening::kind::connect_ends, side::client, number_of(std::errc::timed_out));
}

void connection::request_arrives() {
  if (end(side::client).closed) return;
  host::impl& server = *hosts[1];
  if (from(side::client).route->blocks > 0 || !server.powered) return retry_request();
  listening* const door = server.listener_at(where);
  const time_point answered = later(core.now, latency_to(side::client));
  if (door == nullptr) {
    return schedule(answered, happening::kind::connect_ends, side::client, number_of(std::errc::connection_refused));
  }
  core.faults.count(world_fault::accept_overflow, !door->has_room());
  if (!door->has_room()) return retry_request();
  end(side::server).open(server);
  end(side::server).connected = true;
  // What the server sends at once does not overtake the answer.
  from(side::server).last_arrival = answered;
  schedule(answered, happening::kind::connect_ends, side::client, 0);
  door->arrived(*this);
}

void connection::connect_is_over(std::error_code outcome) {
  connection_end& client = end(side::client);
  const bool is_gone = client.closed || client.error;
  if (is_gone && !outcome) return send_reset(side::client);
  if (is_gone) return;
  core.note_wire("connected", name(side::client), static_cast<std::uint64_t>(outcome.value()));
  client.error = outcome;
  client.connected = !outcome;
  client.changed();
}

std::error_code connection::finish_connect(side who) const {
  const connection_end& here = end(who);
  if (here.closed) return code_of(std::errc::bad_file_descriptor);
  if (here.error) return here.error;
  return here.connected ? std::error_code{} : code_of(std::errc::operation_in_progress);
}

}  // namespace asynchat::sim
