#include "connection.h"

#include <asynchat/transport/check.h>

#include <algorithm>

#include "../later.h"
#include "core.h"

namespace asynchat::sim {

readiness connection_end::ready(readiness wanted) const {
  if (closed) return readiness::none;
  if (!connected && !error) return readiness::none;
  const wire& in = whole_->from(other(which_));
  const wire& out = whole_->from(which_);
  const bool unread = in.arrived > in.read;
  const bool dead = error || (in.end_arrived && out.end_asked);
  readiness result = readiness::none;
  if (unread || in.end_arrived || dead) result |= readiness::read;
  // Where the direction has ended, send says so without blocking.
  if (any(wanted, readiness::write) && (dead || out.end_asked || out.room() > 0)) result |= readiness::write;
  if (dead && !unread) result |= readiness::hangup;
  return result;
}

connection::connection(world::core& the_core, std::uint32_t the_place) : core(the_core), place(the_place) {
  end(side::client).belong_to(*this, side::client);
  end(side::server).belong_to(*this, side::server);
}

void connection::schedule(time_point when, happening::kind what, side who, std::uint32_t amount) {
  ++pending;
  core.add(when, {what, who, place, amount});
}

duration connection::latency_to(side who) const { return from(other(who)).route->options.latency; }

io_result connection::recv(side who, std::span<char> into) {
  ASYNCHAT_CHECK(!into.empty(), "recv needs room for at least one byte");
  if (end(who).closed) return io_result::error(code_of(std::errc::bad_file_descriptor));
  wire& in = from(other(who));
  if (in.arrived == in.read) return recv_nothing(who);
  std::uint64_t count = std::min<std::uint64_t>(in.arrived - in.read, into.size());
  if (in.marks != nullptr) {
    const wire::mark next = in.next_mark();
    if (next.blocks && next.offset == in.read) {
      in.marks->pop_front();
      core.faults.fire(world_fault::spurious_wakeup);
      if (core.observer != nullptr) core.observer->blocked(name(other(who)));
      return io_result::would_block();
    }
    if (!next.blocks && next.offset - in.read < count) core.faults.fire(world_fault::short_read);
    count = std::min(count, next.offset - in.read);
  }
  const std::span<char> filled = into.first(static_cast<std::size_t>(count));
  const std::uint64_t offset = in.read;
  in.take(filled);
  ++core.events;
  ++core.transfers;
  core.note_bytes(world::core::moved::handed, name(other(who)), offset, filled.size(), 0);
  if (core.observer != nullptr) core.observer->handed(name(other(who)), {filled.data(), filled.size()});
  open_window(who);
  return io_result::transferred(filled.size());
}

/// That end has room for more: the sender is told, if it waits for that.
void connection::open_window(side who) {
  wire& in = from(other(who));
  if (!in.window_waits || in.broken) return;
  in.window_waits = false;
  schedule(later(core.now, latency_to(other(who))), happening::kind::window_opens, other(who), 0);
}

io_result connection::recv_nothing(side who) {
  const connection_end& here = end(who);
  wire& in = from(other(who));
  if (!here.error && !(here.connected && in.end_arrived)) return io_result::would_block();
  const io_result how = here.error ? io_result::error(here.error) : io_result::end_of_stream();
  if (!std::exchange(in.end_told, true)) {
    core.note_wire("ended", name(other(who)), static_cast<std::uint64_t>(how.code().value()));
    if (core.observer != nullptr) core.observer->ended(name(other(who)), how);
  }
  return how;
}

std::error_code connection::shut_down_send(side who) {
  if (!end(who).connected || end(who).error) return code_of(std::errc::not_connected);
  from(who).end_asked = true;
  transmit(who);
  end(who).changed();
  return {};
}

void connection::close(side who) {
  connection_end& here = end(who);
  here.unwatch();
  const bool was_closed = std::exchange(here.closed, true);
  if (!was_closed && here.connected && !here.error) {
    wire& in = from(other(who));
    const bool unread = in.arrived > in.read;
    in.drop_arrived();
    if (unread && closes_with_reset(who)) {
      send_reset(who);
    } else {
      from(who).end_asked = true;
      transmit(who);
      // What waits at the sender is to find out that nobody reads it any more.
      open_window(who);
    }
  }
  release_if_over();
}

bool connection::closes_with_reset(side who) {
  const link_options& options = from(who).route->options;
  if (options.reset_on_close.millionths == 0) return false;
  const bool resets = core.decisions->reset_on_close(name(who), options);
  core.faults.count(world_fault::reset_on_close, resets);
  return resets;
}

void connection::abort(side who) {
  connection_end& here = end(who);
  here.unwatch();
  const bool was_closed = std::exchange(here.closed, true);
  if (!was_closed && here.connected && !here.error) send_reset(who);
  release_if_over();
}

void connection::host_died(side who, bool powered) {
  connection_end& here = end(who);
  if (here.closed) return;
  if (powered && who == side::server && waiting_at != nullptr) return abort(who);
  if (!powered) {
    here.unwatch();
    here.closed = true;
    from(who).drop_unsent();
  } else if (const wire& in = from(other(who)); in.arrived > in.read) {
    abort(who);
  } else {
    close(who);
  }
}

void connection::end_arrives(side who) {
  from(who).end_arrived = true;
  end(other(who)).changed();
}

void connection::reset_arrives(side at, std::error_code why) {
  connection_end& here = end(at);
  if (here.closed || here.error) return;
  wire& in = from(other(at));
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

endpoint connection::local(side who) const {
  if (where.kind == endpoint::family::unix_path) return who == side::server ? where : endpoint{};
  if (who == side::client) return endpoint::inet(hosts[0]->address, client_port);
  return endpoint::inet(hosts[1]->address, where.port);
}

endpoint connection::peer(side who) const {
  if (hosts[1] == nullptr || !end(who).connected) return {};
  return local(other(who));
}

void connection::release() { core.release(*this); }

}  // namespace asynchat::sim
