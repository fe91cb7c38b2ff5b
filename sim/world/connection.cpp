#include "connection.h"

#include <asynchat/transport/check.h>

#include <algorithm>
#include <limits>

#include "../later.h"
#include "core.h"
#include "listening.h"

namespace asynchat::sim {

namespace {

std::error_code code_of(std::errc error) { return std::make_error_code(error); }

constexpr duration first_retry = std::chrono::seconds(1);

time_point whole_multiple(time_point when, duration of) {
  if (of == duration(0)) return when;
  const duration since = when.time_since_epoch();
  const duration over = since % of;
  return over == duration(0) ? when : later(when, of - over);
}

}  // namespace

readiness connection_end::ready() const {
  if (closed) return readiness::none;
  const wire& in = whole_->from(other(which_));
  const wire& out = whole_->from(which_);
  if (error) return readiness::read | readiness::write | readiness::hangup;
  if (!connected) return readiness::none;
  readiness result = readiness::none;
  if (in.arrived > in.read || in.end_arrived) result |= readiness::read;
  if (!out.end_asked && out.written - out.arrived < out.route->options.send_buffer_bytes) result |= readiness::write;
  if (in.end_arrived && in.arrived == in.read && out.end_asked) result |= readiness::hangup;
  return result;
}

connection::connection(world::core& the_core, std::uint32_t the_place) : core(the_core), place(the_place) {
  end(side::client).belong_to(*this, side::client);
  end(side::server).belong_to(*this, side::server);
}

void connection::begin(host::impl& client, const endpoint& to) {
  for (const side one : {side::client, side::server}) {
    from(one) = wire{};
    end(one).connected = false;
    end(one).error = {};
  }
  hosts = {&client, nullptr};
  ordinal = ++client.connects;
  client_port = client.free_port();
  client.connects_by_port[client_port] = ordinal;
  tries = 0;
  where = to;
  asked_at = core.now;
  end(side::client).open(client);
}

void connection::look_name_up() {
  host::impl& client = *hosts[0];
  const lookup_fate decided = core.decisions->lookup(client.number, ++client.lookups, client.options);
  if (client.options.slow_lookup.millionths > 0) {
    core.faults.count(world_fault::lookup_latency, decided.delay > duration(0));
  }
  if (client.options.lost_lookup.millionths > 0) core.faults.count(world_fault::lookup_failure, !decided.found);
  ++pending;
  core.add(later(core.now, decided.delay),
           {happening::kind::lookup_ends, side::client, place, decided.found ? 1u : 0u});
}

void connection::name_is_looked_up(bool found) {
  --pending;
  if (end(side::client).closed) return release_if_over();
  host::impl* const server = found ? core.find(where.host) : nullptr;
  if (server != nullptr) return name_was_found(*server);
  ++pending;
  connect_is_over(code_of(std::errc::address_not_available));
}

void connection::request_is_lost() {
  ++pending;
  core.add(later(core.now, core.usual_link.connect_timeout),
           {happening::kind::connect_ends, side::client, place,
            static_cast<std::uint32_t>(code_of(std::errc::timed_out).value())});
}

void connection::name_was_found(host::impl& server) {
  hosts[1] = &server;
  from(side::client).route = &core.route(*hosts[0], server);
  from(side::server).route = &core.route(server, *hosts[0]);
  if (!end(side::client).closed) ask();
}

void connection::ask() {
  const link_options& out = from(side::client).route->options;
  const connect_fate decided = core.decisions->connect(name(side::client), out);
  if (out.refuse.millionths > 0) {
    core.faults.count(world_fault::connect_refused, decided.what == connect_fate::kind::refused);
  }
  if (out.no_answer.millionths > 0) {
    core.faults.count(world_fault::connect_timeout, decided.what == connect_fate::kind::unanswered);
  }
  if (out.slow_connect.millionths > 0) {
    core.faults.count(world_fault::connect_latency, decided.delay > duration(0));
  }
  const duration back = from(side::server).route->options.latency;
  ++pending;
  if (decided.what == connect_fate::kind::asked) {
    return core.add(later(core.now, out.latency + decided.delay),
                    {happening::kind::request_arrives, side::client, place, 0});
  }
  const bool refused = decided.what == connect_fate::kind::refused;
  core.add(
      later(core.now, refused ? out.latency + decided.delay + back : out.connect_timeout),
      {happening::kind::connect_ends, side::client, place,
       static_cast<std::uint32_t>(code_of(refused ? std::errc::connection_refused : std::errc::timed_out).value())});
}

void connection::retry_request() {
  const duration timeout = from(side::client).route->options.connect_timeout;
  const duration next = first_retry * (std::int64_t{1} << std::min<std::uint16_t>(tries++, 30));
  const bool gives_up = core.now - asked_at > timeout - std::min(timeout, next);
  ++pending;
  if (gives_up) {
    core.add(std::max(core.now, later(asked_at, timeout)),
             {happening::kind::connect_ends, side::client, place,
              static_cast<std::uint32_t>(code_of(std::errc::timed_out).value())});
  } else {
    core.add(later(core.now, next), {happening::kind::request_arrives, side::client, place, 0});
  }
}

void connection::request_arrives() {
  --pending;
  if (end(side::client).closed) return release_if_over();
  host::impl& server = *hosts[1];
  if (from(side::client).route->blocks > 0 || !server.powered) return retry_request();
  listening* const door = server.listener_at(where);
  const duration back = from(side::server).route->options.latency;
  ++pending;
  if (door == nullptr) {
    return core.add(later(core.now, back),
                    {happening::kind::connect_ends, side::client, place,
                     static_cast<std::uint32_t>(code_of(std::errc::connection_refused).value())});
  }
  core.faults.count(world_fault::accept_overflow, !door->has_room());
  if (!door->has_room()) {
    --pending;
    return retry_request();
  }
  end(side::server).open(server);
  end(side::server).connected = true;
  // What the server sends at once does not overtake the answer.
  from(side::server).last_arrival = later(core.now, back);
  core.add(from(side::server).last_arrival, {happening::kind::connect_ends, side::client, place, 0});
  door->arrived(*this);
}

void connection::connect_is_over(std::error_code outcome) {
  --pending;
  connection_end& client = end(side::client);
  if (client.closed) {
    if (!outcome) send_reset(side::client);
    return release_if_over();
  }
  if (client.error) return;
  core.note_wire("connected", name(side::client), static_cast<std::uint64_t>(outcome.value()));
  client.error = outcome;
  client.connected = !outcome;
  client.changed();
}

io_result connection::recv(side who, std::span<char> into) {
  ASYNCHAT_CHECK(!into.empty(), "recv needs room for at least one byte");
  connection_end& here = end(who);
  if (here.closed) return io_result::error(code_of(std::errc::bad_file_descriptor));
  wire& in = from(other(who));
  const std::uint64_t available = in.arrived - in.read;
  if (available == 0) {
    if (here.error) {
      const io_result how = io_result::error(here.error);
      tell_end(who, how);
      return how;
    }
    if (!here.connected || !in.end_arrived) return io_result::would_block();
    tell_end(who, io_result::end_of_stream());
    return io_result::end_of_stream();
  }
  std::uint64_t count = std::min<std::uint64_t>(available, into.size());
  if (in.marks != nullptr) {
    while (!in.marks->empty() && in.marks->front().offset <= in.read) {
      const bool blocks = in.marks->front().blocks && in.marks->front().offset == in.read;
      in.marks->pop_front();
      if (!blocks) continue;
      if (core.observer != nullptr) core.observer->blocked(name(other(who)));
      return io_result::would_block();
    }
    if (!in.marks->empty()) count = std::min(count, in.marks->front().offset - in.read);
  }
  const std::span<char> filled = into.first(static_cast<std::size_t>(count));
  const std::uint64_t offset = in.read;
  in.take(filled);
  ++core.events;
  core.note_bytes("handed", name(other(who)), offset, filled.size(), 0);
  if (core.observer != nullptr) core.observer->handed(name(other(who)), {filled.data(), filled.size()});
  if (in.window_waits && !in.broken) {
    in.window_waits = false;
    ++pending;
    core.add(later(core.now, from(who).route->options.latency), {happening::kind::window_opens, other(who), place, 0});
  }
  return io_result::transferred(filled.size());
}

void connection::tell_end(side who, const io_result& how) {
  wire& in = from(other(who));
  if (in.end_told) return;
  in.end_told = true;
  core.note_wire("ended", name(other(who)), static_cast<std::uint64_t>(how.code().value()));
  if (core.observer != nullptr) core.observer->ended(name(other(who)), how);
}

std::size_t connection::room(const wire& out) const {
  const std::uint64_t used = out.written - out.arrived;
  const std::size_t buffer = out.route->options.send_buffer_bytes;
  return used >= buffer ? 0 : buffer - static_cast<std::size_t>(used);
}

io_result connection::send(side who, std::string_view bytes) {
  connection_end& here = end(who);
  wire& out = from(who);
  if (here.closed) return io_result::error(code_of(std::errc::bad_file_descriptor));
  if (bytes.empty()) return io_result::transferred(0);
  if (here.error) return io_result::error(here.error);
  if (!here.connected) return io_result::would_block();
  if (out.end_asked) return io_result::error(code_of(std::errc::broken_pipe));
  const std::size_t space = room(out);
  core.faults.count(world_fault::send_buffer, space < bytes.size());
  if (space == 0) {
    out.sender_waits = true;
    return io_result::would_block();
  }
  std::size_t count = std::min(space, bytes.size());
  if (out.route->options.short_write.millionths > 0) {
    const std::size_t taken = core.decisions->accepted(name(who), out.route->options, out.written, count);
    core.faults.count(world_fault::short_write, taken < count);
    count = std::clamp<std::size_t>(taken, 1, count);
  }
  const std::string_view accepted = bytes.substr(0, count);
  const std::uint64_t offset = out.written;
  out.put(accepted);
  if (room(out) == 0) out.sender_waits = true;
  ++core.events;
  core.note_bytes("taken", name(who), offset, count, content_digest(accepted));
  if (core.observer != nullptr) core.observer->taken(name(who), accepted);
  transmit(who);
  return io_result::transferred(count);
}

void connection::transmit(side who) {
  wire& out = from(who);
  if (out.broken || out.route == nullptr || !end(who).connected || core.is_over) return;
  while (out.sent < out.written && send_segment(who)) {
  }
  if (out.sent == out.written && out.end_asked && !out.end_sent && !out.broken) send_end(who);
}

bool connection::send_segment(side who) {
  wire& out = from(who);
  const link_options& options = out.route->options;
  const std::uint64_t under_way = out.sent - out.read;
  out.window_waits = under_way >= options.receive_window_bytes;
  core.faults.count(world_fault::receive_window, out.window_waits);
  if (out.window_waits) return false;
  const std::uint64_t available = std::min(out.written - out.sent, options.receive_window_bytes - under_way);
  if (options.nagle) {
    out.segment_waits = available < options.segment_bytes_max && out.sent > out.arrived;
    core.faults.count(world_fault::nagle, out.segment_waits);
    if (out.segment_waits) return false;
  }
  segment next = core.decisions->next_segment(name(who), options, out.sent, static_cast<std::size_t>(available));
  next.bytes = std::clamp<std::size_t>(next.bytes, 1, static_cast<std::size_t>(available));
  const std::size_t usual = std::min<std::size_t>(static_cast<std::size_t>(available), options.segment_bytes_max);
  if (options.slice.millionths > 0) core.faults.count(world_fault::slicer, next.bytes < usual);
  if (options.jitter > duration(0)) core.faults.count(world_fault::jitter, next.transit > options.latency);
  if (options.reset.millionths > 0) core.faults.count(world_fault::reset_peer, next.is_reset);

  time_point leaves = core.now;
  if (options.bytes_per_second > 0) {
    core.faults.count(world_fault::bandwidth, out.route->free_at > core.now);
    leaves = std::max(leaves, out.route->free_at);
    const auto takes = static_cast<std::int64_t>(next.bytes * 1'000'000'000 / options.bytes_per_second);
    leaves = later(leaves, duration(takes));
    out.route->free_at = leaves;
  }
  const time_point arrival = std::max(out.last_arrival, later(leaves, next.transit));
  const time_point handed_over = whole_multiple(arrival, options.coalesce);
  if (options.coalesce > duration(0)) core.faults.count(world_fault::coalesce, handed_over == out.last_arrival);
  out.last_arrival = handed_over;
  if (next.is_reset) {
    out.broken = true;
    from(other(who)).broken = true;
    for (const side each : {side::client, side::server}) {
      ++pending;
      core.add(out.last_arrival, {happening::kind::reset_arrives, each, place,
                                  static_cast<std::uint32_t>(code_of(std::errc::connection_reset).value())});
    }
    return false;
  }
  if (options.spurious_wakeup.millionths > 0) core.faults.count(world_fault::spurious_wakeup, next.blocks_once);
  if (options.short_read.millionths > 0) core.faults.count(world_fault::short_read, next.read_cut > 0);
  if (next.blocks_once) out.add_mark({out.sent, true});
  if (next.read_cut > 0 && next.read_cut < next.bytes) out.add_mark({out.sent + next.read_cut, false});
  out.sent += next.bytes;
  ++pending;
  core.add(out.last_arrival, {happening::kind::segment_arrives, who, place, static_cast<std::uint32_t>(next.bytes)});
  return true;
}

void connection::send_end(side who) {
  wire& out = from(who);
  const duration delay = core.decisions->end_delay(name(who), out.route->options);
  if (out.route->options.close_delay > duration(0)) core.faults.count(world_fault::slow_close, delay > duration(0));
  out.end_sent = true;
  out.last_arrival = std::max(out.last_arrival, later(core.now, out.route->options.latency + delay));
  ++pending;
  core.add(out.last_arrival, {happening::kind::end_arrives, who, place, 0});
}

/// That end resets the connection, behind what it has sent.
void connection::send_reset(side who) {
  wire& out = from(who);
  if (out.route == nullptr || out.broken) return;
  out.broken = true;
  ++pending;
  out.last_arrival = std::max(out.last_arrival, later(core.now, out.route->options.latency));
  core.add(out.last_arrival, {happening::kind::reset_arrives, other(who), place,
                              static_cast<std::uint32_t>(code_of(std::errc::connection_reset).value())});
}

void connection::segment_arrives(side who, std::size_t bytes) {
  --pending;
  wire& in = from(who);
  connection_end& there = end(other(who));
  if (there.error) return release_if_over();
  in.arrived = std::min(in.written, in.arrived + bytes);
  if (there.closed) {
    // Nobody reads it any more: the host answers with a reset.
    in.drop_arrived();
    send_reset(other(who));
    return release_if_over();
  }
  there.changed();
  if ((in.sender_waits || in.segment_waits) && !in.ack_under_way) {
    in.ack_under_way = true;
    ++pending;
    core.add(later(core.now, from(other(who)).route->options.latency), {happening::kind::acknowledged, who, place, 0});
  }
}

void connection::acknowledged(side who) {
  --pending;
  wire& out = from(who);
  out.ack_under_way = false;
  out.sender_waits = room(out) == 0;
  if (out.segment_waits) {
    out.segment_waits = false;
    transmit(who);
  }
  end(who).changed();
  release_if_over();
}

void connection::window_opens(side who) {
  --pending;
  transmit(who);
  release_if_over();
}

void connection::end_arrives(side who) {
  --pending;
  from(who).end_arrived = true;
  end(other(who)).changed();
  release_if_over();
}

void connection::reset_arrives(side at, std::error_code why) {
  --pending;
  connection_end& here = end(at);
  wire& in = from(other(at));
  if (!here.closed && !here.error) {
    if (in.route->options.reset_discards.millionths > 0) {
      const bool discards = in.arrived > in.read && core.decisions->reset_discards(name(other(at)), in.route->options);
      core.faults.count(world_fault::reset_discards, discards);
      if (discards) in.drop();
    }
    core.note_wire("reset", name(other(at)), static_cast<std::uint64_t>(why.value()));
    here.error = why;
    in.broken = true;
    from(at).broken = true;
    here.changed();
  }
  release_if_over();
}

void connection::sender_gives_up(side who, std::uint32_t arrived) {
  --pending;
  wire& out = from(who);
  const bool still = static_cast<std::uint32_t>(out.arrived) == arrived && out.sent > out.arrived;
  if (!still || end(who).closed || end(who).error) return release_if_over();
  ++pending;
  reset_arrives(who, code_of(std::errc::timed_out));
}

std::error_code connection::finish_connect(side who) const {
  const connection_end& here = end(who);
  if (here.error) return here.error;
  return here.connected ? std::error_code{} : code_of(std::errc::operation_in_progress);
}

std::error_code connection::shut_down_send(side who) {
  if (!end(who).connected) return code_of(std::errc::not_connected);
  if (end(who).error) return code_of(std::errc::not_connected);
  from(who).end_asked = true;
  transmit(who);
  end(who).changed();
  return {};
}

void connection::close(side who) {
  connection_end& here = end(who);
  here.unwatch();
  if (here.closed) return release_if_over();
  here.closed = true;
  wire& in = from(other(who));
  wire& out = from(who);
  if (here.connected && !here.error) {
    const bool unread = in.arrived > in.read;
    bool resets = false;
    if (unread && out.route->options.reset_on_close.millionths > 0) {
      resets = core.decisions->reset_on_close(name(who), out.route->options);
      core.faults.count(world_fault::reset_on_close, resets);
    }
    if (unread) in.drop_arrived();
    if (resets) {
      send_reset(who);
    } else {
      out.end_asked = true;
      transmit(who);
    }
  }
  release_if_over();
}

void connection::abort(side who) {
  connection_end& here = end(who);
  here.unwatch();
  if (here.closed) return release_if_over();
  here.closed = true;
  if (here.connected && !here.error) send_reset(who);
  release_if_over();
}

void connection::host_died(side who, bool powered) {
  connection_end& here = end(who);
  here.unwatch();
  if (here.closed) return;
  wire& in = from(other(who));
  if (!powered) {
    here.closed = true;
    from(who).broken = true;
    return;
  }
  if (in.arrived > in.read) return abort(who);
  close(who);
}

endpoint connection::local(side who) const {
  if (where.kind == endpoint::family::unix_path) return who == side::server ? where : endpoint{};
  if (who == side::client) return endpoint::inet(hosts[0]->address, client_port);
  return endpoint::inet(hosts[1]->address, where.port);
}

endpoint connection::peer(side who) const {
  if (hosts[1] == nullptr || !end(who).connected) return {};
  return local(other(who));
}

void connection::release_if_over() {
  if (over()) core.release(*this);
}

}  // namespace asynchat::sim
