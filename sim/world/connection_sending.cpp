#include <algorithm>

#include "../later.h"
#include "connection.h"
#include "core.h"

namespace asynchat::sim {

namespace {

time_point whole_multiple(time_point when, duration of) {
  if (of == duration(0)) return when;
  const duration over = when.time_since_epoch() % of;
  return over == duration(0) ? when : later(when, of - over);
}

}  // namespace

io_result connection::send(side who, std::string_view bytes) {
  const connection_end& here = end(who);
  wire& out = from(who);
  if (here.closed) return io_result::error(code_of(std::errc::bad_file_descriptor));
  if (bytes.empty()) return io_result::transferred(0);
  if (here.error) return io_result::error(here.error);
  if (!here.connected) return io_result::would_block();
  if (out.end_asked) return io_result::error(code_of(std::errc::broken_pipe));
  const std::size_t room = out.room();
  core.faults.count(world_fault::send_buffer, room < bytes.size());
  out.sender_waits = room <= bytes.size();
  if (room == 0) return io_result::would_block();
  std::size_t count = std::min(room, bytes.size());
  if (out.route->options.short_write.millionths > 0) {
    const std::size_t taken = core.decisions->accepted(name(who), out.route->options, out.written, count);
    core.faults.count(world_fault::short_write, taken < count);
    count = std::clamp<std::size_t>(taken, 1, count);
  }
  const std::string_view accepted = bytes.substr(0, count);
  const std::uint64_t offset = out.written;
  out.put(accepted);
  ++core.events;
  ++core.transfers;
  core.note_bytes(world::core::moved::taken, name(who), offset, count, content_digest(accepted));
  if (core.observer != nullptr) core.observer->taken(name(who), accepted);
  transmit(who);
  return io_result::transferred(count);
}

void connection::transmit(side who) {
  wire& out = from(who);
  if (out.broken || !end(who).connected || core.is_over) return;
  while (out.sent < out.written && send_segment(who, out)) {
  }
  if (out.sent == out.written && out.end_asked && !out.end_sent && !out.broken) send_end(who);
}

/// False where nothing more can go out now.
bool connection::send_segment(side who, wire& out) {
  const link_options& options = out.route->options;
  const std::uint64_t under_way = out.sent - out.read;
  out.window_waits = under_way >= options.receive_window_bytes;
  core.faults.count(world_fault::receive_window, out.window_waits);
  if (out.window_waits) return false;
  const auto available =
      static_cast<std::size_t>(std::min(out.written - out.sent, options.receive_window_bytes - under_way));
  if (options.nagle) {
    out.segment_waits = available < options.segment_bytes_max && out.sent > out.arrived;
    core.faults.count(world_fault::nagle, out.segment_waits);
    if (out.segment_waits) return false;
  }
  segment next = core.decisions->next_segment(name(who), options, out.sent, available);
  next.bytes = std::clamp<std::size_t>(next.bytes, 1, available);
  count_faults_of(next, options, available);
  const time_point before = std::exchange(out.last_arrival, arrival_of(out, next));
  if (options.coalesce > duration(0)) core.faults.count(world_fault::coalesce, out.last_arrival == before);
  if (next.is_reset) {
    break_both_ways(out.last_arrival);
    return false;
  }
  if (next.blocks_once) out.add_mark({out.sent, true});
  if (next.read_cut > 0 && next.read_cut < next.bytes) out.add_mark({out.sent + next.read_cut, false});
  out.sent += next.bytes;
  schedule(out.last_arrival, happening::kind::segment_arrives, who, static_cast<std::uint32_t>(next.bytes));
  return true;
}

void connection::count_faults_of(const segment& next, const link_options& options, std::size_t available) {
  const std::size_t usual = std::min<std::size_t>(available, options.segment_bytes_max);
  if (options.slice.millionths > 0) core.faults.count(world_fault::slicer, next.bytes < usual);
  if (options.jitter > duration(0)) core.faults.count(world_fault::jitter, next.transit > options.latency);
  if (options.reset.millionths > 0) core.faults.count(world_fault::reset_peer, next.is_reset);
  if (options.spurious_wakeup.millionths > 0) core.faults.count(world_fault::spurious_wakeup, false);
  if (options.short_read.millionths > 0) core.faults.count(world_fault::short_read, false);
}

/// When the segment is handed over: behind those before it, and after the time that a link of finite speed takes.
time_point connection::arrival_of(const wire& out, const segment& next) {
  const link_options& options = out.route->options;
  time_point leaves = core.now;
  if (options.bytes_per_second > 0) {
    core.faults.count(world_fault::bandwidth, out.route->free_at > core.now);
    const std::uint64_t takes = next.bytes * std::uint64_t{1'000'000'000} / options.bytes_per_second;
    leaves = later(std::max(leaves, out.route->free_at), duration(static_cast<std::int64_t>(takes)));
    out.route->free_at = leaves;
  }
  return whole_multiple(std::max(out.last_arrival, later(leaves, next.transit)), options.coalesce);
}

void connection::send_end(side who) {
  wire& out = from(who);
  const link_options& options = out.route->options;
  const duration delay = core.decisions->end_delay(name(who), options);
  if (options.close_delay > duration(0)) core.faults.count(world_fault::slow_close, delay > duration(0));
  out.end_sent = true;
  out.last_arrival = std::max(out.last_arrival, later(core.now, options.latency + delay));
  schedule(out.last_arrival, happening::kind::end_arrives, who, 0);
}

/// That end resets the connection, behind what it has sent.
void connection::send_reset(side who) {
  wire& out = from(who);
  if (out.broken) return;
  out.broken = true;
  out.last_arrival = std::max(out.last_arrival, later(core.now, out.route->options.latency));
  schedule(out.last_arrival, happening::kind::reset_arrives, other(who), number_of(std::errc::connection_reset));
}

/// Something between them resets it.
void connection::break_both_ways(time_point when) {
  for (const side each : {side::client, side::server}) {
    from(each).broken = true;
    schedule(when, happening::kind::reset_arrives, each, number_of(std::errc::connection_reset));
  }
}

void connection::segment_arrives(side who, std::size_t bytes) {
  wire& in = from(who);
  connection_end& there = end(other(who));
  if (there.error) {
    // Who has given up answers what still comes with a reset.
    if (there.error == std::errc::timed_out) {
      schedule(later(core.now, latency_to(who)), happening::kind::reset_arrives, who,
               number_of(std::errc::connection_reset));
    }
    return;
  }
  in.arrived = std::min(in.written, in.arrived + bytes);
  if (there.closed) {
    // Nobody reads it any more: the host answers with a reset.
    in.drop_arrived();
    return send_reset(other(who));
  }
  there.changed();
  if ((in.sender_waits || in.segment_waits) && !in.ack_under_way) {
    in.ack_under_way = true;
    schedule(later(core.now, latency_to(who)), happening::kind::acknowledged, who, 0);
  }
}

void connection::acknowledged(side who) {
  wire& out = from(who);
  out.ack_under_way = false;
  out.sender_waits = out.room() == 0;
  if (std::exchange(out.segment_waits, false)) transmit(who);
  end(who).changed();
}

void connection::window_opens(side who) { transmit(who); }

void connection::sender_gives_up(side who, std::uint32_t arrived) {
  wire& out = from(who);
  connection_end& here = end(who);
  const bool still = static_cast<std::uint32_t>(out.arrived) == arrived && out.sent > out.arrived;
  if (!still || here.closed || here.error) return;
  // The other side does not hear of it.
  core.note_wire("given up", name(who), 0);
  here.error = code_of(std::errc::timed_out);
  out.broken = true;
  here.changed();
}

}  // namespace asynchat::sim
