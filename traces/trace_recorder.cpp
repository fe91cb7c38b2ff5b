#include <asynchat/traces/trace_recorder.h>

namespace asynchat::traces {

trace_recorder::trace_recorder(const clock& time, event_sink& sink) : clock_(time), sink_(sink), start_(time.now()) {}

std::uint64_t trace_recorder::open(const endpoint& client, const endpoint& server) {
  connections_.emplace(++last_conn_, std::array<half, 2>{half::sending, half::sending});
  event_.client = to_string(client);
  event_.server = to_string(server);
  put(event_kind::open, last_conn_, side::client);
  event_.client.clear();
  event_.server.clear();
  return last_conn_;
}

void trace_recorder::data(std::uint64_t conn, side from, std::string_view bytes) {
  const half* sender = find(conn, from);
  if (sender == nullptr || *sender != half::sending) return;
  for (; !bytes.empty(); bytes.remove_prefix(event_.bytes.size())) {
    event_.bytes.assign(bytes.substr(0, chunk_bytes_max));
    put(event_kind::data, conn, from);
  }
  event_.bytes.clear();
}

void trace_recorder::eof(std::uint64_t conn, side from) {
  half* sender = find(conn, from);
  if (sender == nullptr || *sender != half::sending) return;
  *sender = half::ended;
  put(event_kind::eof, conn, from);
}

void trace_recorder::reset(std::uint64_t conn, side from) {
  half* sender = find(conn, from);
  if (sender == nullptr || *sender == half::aborted) return;
  *sender = half::aborted;
  put(event_kind::reset, conn, from);
}

void trace_recorder::close(std::uint64_t conn) {
  if (connections_.erase(conn) == 1) put(event_kind::close, conn, side::client);
}

void trace_recorder::put(event_kind kind, std::uint64_t conn, side from) {
  event_.kind = kind;
  event_.time_ns = static_cast<std::uint64_t>((clock_.now() - start_).count());
  event_.conn = conn;
  event_.from = from;
  sink_.take(event_);
}

trace_recorder::half* trace_recorder::find(std::uint64_t conn, side from) {
  const auto found = connections_.find(conn);
  return found == connections_.end() ? nullptr : &found->second[static_cast<std::size_t>(from)];
}

}  // namespace asynchat::traces
