#include "tcp_reassembler.h"

#include <algorithm>

namespace asynchat::traces {
namespace {

/// What a piece that waits costs beside its bytes: a node of the map and the block of a string.
constexpr std::size_t piece_overhead = 128;

std::size_t cost_of(std::string_view bytes) { return bytes.size() + piece_overhead; }

}  // namespace

void tcp_reassembler::take(const tcp_segment& segment) {
  now_ns_ = std::max(now_ns_, segment.time_ns);
  key ends = std::minmax(segment.from, segment.to, endpoint_order{});
  if (is_late(ends, segment)) return;
  auto found = connections_.find(ends);
  if (found != connections_.end() && starts_another(found->second, segment)) {
    hang_up(found);
    forget_closed(ends);
    found = connections_.end();
  }
  if (found == connections_.end()) {
    if (segment.rst) return;
    found = add(std::move(ends), segment);
  }
  connection& known = found->second;
  if (!segment.rst) return track(found, segment);
  if (known.number == 0) return forget(found);  // refused
  fill(known);
  const side from = segment.from == known.client ? side::client : side::server;
  events_.push_back(event_of(known, event_kind::reset, from));
  hang_up(found);
}

void tcp_reassembler::finish() {
  std::vector<connections_by_ends::iterator> standing;
  for (auto at = connections_.begin(); at != connections_.end(); ++at) {
    if (at->second.number != 0) standing.push_back(at);
  }
  std::sort(standing.begin(), standing.end(),
            [](const auto& a, const auto& b) { return a->second.number < b->second.number; });
  for (const auto& found : standing) {
    fill(found->second);
    if (found->second.halves[0].ended && found->second.halves[1].ended) hang_up(found);
  }
}

std::optional<trace_event> tcp_reassembler::next() {
  if (events_.empty()) return std::nullopt;
  trace_event event = std::move(events_.front());
  events_.pop_front();
  return event;
}

/// The offset of a sequence number is the one nearest to the next byte expected; negative before the first.
std::int64_t tcp_reassembler::offset_of(const half& one, std::uint32_t seq) {
  const auto expected = static_cast<std::uint32_t>(one.base + one.next);
  return static_cast<std::int64_t>(one.next) + static_cast<std::int32_t>(seq - expected);
}

/// A SYN with another initial sequence number than the one that this side began with means that the ports are used
/// again.
bool tcp_reassembler::starts_another(const connection& known, const tcp_segment& segment) {
  if (!segment.syn || segment.rst) return false;
  const half& sender = known.halves[segment.from == known.client ? 0 : 1];
  if (sender.isn == segment.seq) return false;
  return sender.known && !segment.has_ack && segment.seq + 1 != sender.base;
}

/// True for what belongs to a connection that is closed.
bool tcp_reassembler::is_late(const key& ends, const tcp_segment& segment) {
  const auto found = closed_.find(ends);
  if (found == closed_.end()) return false;
  const std::size_t sender = (segment.from == ends.first) == found->second.client_is_first ? 0 : 1;
  if (segment.syn && !segment.rst && found->second.isn[sender] != segment.seq) {
    forget_closed(ends);
    return false;
  }
  note_late(found->second, sender, segment);
  return true;
}

tcp_reassembler::connections_by_ends::iterator tcp_reassembler::add(key ends, const tcp_segment& segment) {
  const auto added = connections_.emplace(std::move(ends), made_for(segment)).first;
  added->second.unanswered = ++last_key_;
  unanswered_.emplace(last_key_, added);
  if (unanswered_.size() > options_.unanswered_max) forget(unanswered_.begin()->second);
  return added;
}

void tcp_reassembler::begin(half& one, std::uint32_t base) {
  one.known = true;
  one.base = base;
}

tcp_reassembler::connection tcp_reassembler::made_for(const tcp_segment& segment) const {
  const auto with_client = [](const endpoint& client, const endpoint& server) {
    connection made;
    made.client = client;
    made.server = server;
    return made;
  };
  const connection sent_by_client = with_client(segment.from, segment.to);
  const connection sent_by_server = with_client(segment.to, segment.from);
  if (segment.syn) return segment.has_ack ? sent_by_server : sent_by_client;
  const bool from_named = segment.from.port == options_.server_port;
  const bool to_named = segment.to.port == options_.server_port;
  if (from_named != to_named) return from_named ? sent_by_server : sent_by_client;
  return segment.from.port < segment.to.port ? sent_by_server : sent_by_client;
}

void tcp_reassembler::track(connections_by_ends::iterator found, const tcp_segment& segment) {
  connection& known = found->second;
  const side from = segment.from == known.client ? side::client : side::server;
  half& ours = known.halves[static_cast<std::size_t>(from)];
  half& theirs = known.halves[static_cast<std::size_t>(other(from))];
  const std::uint32_t first = segment.seq + (segment.syn ? 1 : 0);
  if (!ours.known) begin(ours, first);
  if (segment.syn && !ours.isn) ours.isn = segment.seq;
  if (segment.has_ack) {
    if (!theirs.known) {
      begin(theirs, segment.ack);
      theirs.guessed = true;
    }
    const std::int64_t acked = offset_of(theirs, segment.ack);
    if (acked > 0) theirs.acked = std::max(theirs.acked, static_cast<std::uint64_t>(acked));
  }
  if (known.number == 0 && theirs.known) {
    known.number = ++opened_;
    unanswered_.erase(known.unanswered);
    trace_event opening = event_of(known, event_kind::open, side::client);
    opening.client = to_string(known.client);
    opening.server = to_string(known.server);
    events_.push_back(std::move(opening));
  }
  store(ours, offset_of(ours, first), segment);
  if (known.number == 0) return;
  deliver(known, other(from), holes::skip_acked);  // what this segment acknowledges came before it
  deliver(known, from, holes::skip_acked);
  if (ours.ended && theirs.ended) hang_up(found);
}

void tcp_reassembler::store(half& one, std::int64_t offset, const tcp_segment& segment) {
  const bool is_probe = offset == -1 && segment.payload.size() <= 1;
  if (one.guessed && one.next == 0 && one.pending.empty() && offset < 0 && !segment.payload.empty() && !is_probe) {
    // Acknowledged before it was captured: the stream begins here.
    const auto earlier = static_cast<std::uint64_t>(-offset);
    one.base -= static_cast<std::uint32_t>(earlier);
    one.acked += earlier;
    offset = 0;
  }
  if (!segment.payload.empty()) one.guessed = false;
  const std::int64_t end = offset + static_cast<std::int64_t>(segment.wire_bytes);
  if (end < static_cast<std::int64_t>(one.next)) return;
  const auto stop = static_cast<std::uint64_t>(end);
  if (segment.fin && !one.fin) {
    one.fin = stop;
    drop_from(one, stop);
  }
  one.sent = std::max(one.sent, stop);
  std::string_view bytes = segment.payload;
  const std::int64_t known_bytes = static_cast<std::int64_t>(one.next) - offset;
  if (known_bytes > 0) bytes.remove_prefix(std::min(bytes.size(), static_cast<std::size_t>(known_bytes)));
  const std::uint64_t begin_at = known_bytes > 0 ? one.next : static_cast<std::uint64_t>(offset);
  if (one.fin) bytes = bytes.substr(0, *one.fin > begin_at ? static_cast<std::size_t>(*one.fin - begin_at) : 0);
  insert(one, begin_at, bytes);
}

/// Keeps the parts of `bytes` that no piece covers yet.
void tcp_reassembler::insert(half& one, std::uint64_t offset, std::string_view bytes) {
  auto following = one.pending.upper_bound(offset);
  std::uint64_t covered_to = offset;
  if (following != one.pending.begin()) {
    const auto& [start, piece] = *std::prev(following);
    covered_to = std::max(offset, start + piece.size());
  }
  while (!bytes.empty()) {
    const auto skipped = static_cast<std::size_t>(std::min<std::uint64_t>(covered_to - offset, bytes.size()));
    bytes.remove_prefix(skipped);
    offset += skipped;
    const bool last = following == one.pending.end() || following->first - offset >= bytes.size();
    const std::string_view fresh = last ? bytes : bytes.substr(0, static_cast<std::size_t>(following->first - offset));
    if (!fresh.empty()) {
      one.pending.emplace_hint(following, offset, fresh);
      one.pending_cost += cost_of(fresh);
      out_of_order_bytes_ += cost_of(fresh);
    }
    if (last) return;
    bytes.remove_prefix(fresh.size());
    offset += fresh.size();
    covered_to = following->first + following->second.size();
    ++following;
  }
}

/// Bytes beyond a FIN are nobody's.
void tcp_reassembler::drop_from(half& one, std::uint64_t offset) {
  const auto release = [&](std::size_t cost) {
    one.pending_cost -= cost;
    out_of_order_bytes_ -= cost;
  };
  for (auto at = one.pending.lower_bound(offset); at != one.pending.end(); at = one.pending.erase(at)) {
    release(cost_of(at->second));
  }
  if (one.pending.empty()) return;
  auto& [start, piece] = *one.pending.rbegin();
  if (start + piece.size() <= offset) return;
  release(static_cast<std::size_t>(start + piece.size() - offset));
  piece.resize(static_cast<std::size_t>(offset - start));
}

/// Gives out what can be given out in order.
void tcp_reassembler::deliver(connection& known, side from, holes how) {
  half& one = known.halves[static_cast<std::size_t>(from)];
  while (!one.ended) {
    const auto piece = one.pending.begin();
    if (piece != one.pending.end() && piece->first == one.next) {
      trace_event data = event_of(known, event_kind::data, from);
      one.pending_cost -= cost_of(piece->second);
      out_of_order_bytes_ -= cost_of(piece->second);
      data.bytes = std::move(piece->second);
      one.next += data.bytes.size();
      one.pending.erase(piece);
      events_.push_back(std::move(data));
      continue;
    }
    if (one.fin == one.next) {
      one.ended = true;
      events_.push_back(event_of(known, event_kind::eof, from));
      return;
    }
    std::optional<std::uint64_t> resumes = one.fin;
    if (piece != one.pending.end()) resumes = piece->first;
    if (how == holes::skip_all) {
      if (!resumes) resumes = std::max(one.acked, one.sent);
    } else if (one.pending_cost > options_.out_of_order_bytes_max) {
      warnings_.push_back("connection " + std::to_string(known.number) + ": more than " +
                          std::to_string(options_.out_of_order_bytes_max) + " bytes from the " +
                          std::string(to_string(from)) + " came before a hole was filled; the hole is a gap");
    } else if (resumes) {
      resumes = std::min(*resumes, one.acked);
    }
    if (!resumes || *resumes <= one.next) return;
    trace_event gap = event_of(known, event_kind::gap, from);
    gap.gap_bytes = *resumes - one.next;
    one.next = *resumes;
    events_.push_back(std::move(gap));
  }
}

/// The connection is over: after a FIN of each side, a reset, or because its ports are used again.
void tcp_reassembler::hang_up(connections_by_ends::iterator found) {
  connection& known = found->second;
  if (known.number != 0) {
    fill(known);
    events_.push_back(event_of(known, event_kind::close, side::client));
    remember(found);
  }
  forget(found);
}

void tcp_reassembler::remember(connections_by_ends::const_iterator found) {
  const connection& known = found->second;
  closed_connection left;
  left.number = known.number;
  left.closed_as = ++last_key_;
  left.client_is_first = known.client == found->first.first;
  for (std::size_t i = 0; i < 2; ++i) {
    left.isn[i] = known.halves[i].isn;
    left.next[i] = static_cast<std::uint32_t>(known.halves[i].base + known.halves[i].next);
  }
  closed_order_.emplace(last_key_, closed_.emplace(found->first, left).first);
  if (closed_.size() > options_.closed_max) forget_closed(closed_order_.begin()->second->first);
}

void tcp_reassembler::forget_closed(const key& ends) {
  const auto found = closed_.find(ends);
  if (found == closed_.end()) return;
  closed_order_.erase(found->second.closed_as);
  closed_.erase(found);
}

/// Nothing more will fill the holes.
void tcp_reassembler::fill(connection& known) {
  deliver(known, side::client, holes::skip_all);
  deliver(known, side::server, holes::skip_all);
}

/// What still waits in it was never said to anyone: nobody has answered, or it lies beyond the end.
void tcp_reassembler::forget(connections_by_ends::iterator found) {
  for (half& one : found->second.halves) drop_from(one, 0);
  unanswered_.erase(found->second.unanswered);
  connections_.erase(found);
}

void tcp_reassembler::note_late(closed_connection& known, std::size_t sender, const tcp_segment& segment) {
  const auto end = static_cast<std::uint32_t>(segment.seq + segment.payload.size());
  const bool is_new = static_cast<std::int32_t>(end - known.next[sender]) > 0;
  if (known.late_seen || segment.payload.empty() || !is_new) return;
  known.late_seen = true;
  warnings_.push_back("connection " + std::to_string(known.number) + ": bytes that the " +
                      std::string(to_string(sender == 0 ? side::client : side::server)) +
                      " sent after the connection's end are left away");
}

trace_event tcp_reassembler::event_of(connection& known, event_kind kind, side from) {
  trace_event event;
  event.kind = kind;
  event.time_ns = now_ns_;
  event.conn = known.number;
  event.from = from;
  return event;
}

}  // namespace asynchat::traces
