#include <asynchat/traces/dialogue.h>
#include <asynchat/traces/error.h>

#include <map>
#include <optional>
#include <ostream>
#include <utility>

namespace asynchat::traces {
namespace {

/// Sorts the events of a trace into its dialogues.
class collector {
 public:
  collector(const std::string& file, const dialogue_limits& limits) : file_(file), limits_(limits) {}

  void take(trace_event event) {
    switch (event.kind) {
      case event_kind::open:
        return open(std::move(event));
      case event_kind::data:
        return append(event);
      case event_kind::gap:
        return end(event, stop::gap);
      case event_kind::eof:
        return end(event, stop::eof);
      case event_kind::reset:
        return end(event, stop::reset);
      case event_kind::close:
        return;
    }
  }

  std::vector<dialogue> done() { return std::move(dialogues_); }

 private:
  void require(bool within, const std::string& what, std::size_t limit) const {
    if (!within) throw input_error(file_, "expected at most " + std::to_string(limit) + ' ' + what + ", found more");
  }

  void open(trace_event event) {
    require(dialogues_.size() < limits_.connections_max, "connections", limits_.connections_max);
    index_.emplace(event.conn, dialogues_.size());
    dialogue one;
    one.conn = event.conn;
    one.client = std::move(event.client);
    one.server = std::move(event.server);
    dialogues_.push_back(std::move(one));
  }

  dialogue& of(const trace_event& event) { return dialogues_[index_.at(event.conn)]; }

  void append(const trace_event& event) {
    dialogue& talk = of(event);
    direction& sent = talk.from(event.from);
    if (sent.end == stop::gap) {
      sent.left_away_bytes += event.bytes.size();
      return;
    }
    const std::string in_one = "bytes from the " + std::string(to_string(event.from)) + " of connection ";
    total_bytes_ += event.bytes.size();
    require(sent.bytes.size() + event.bytes.size() <= limits_.stream_bytes_max, in_one + std::to_string(event.conn),
            limits_.stream_bytes_max);
    require(total_bytes_ <= limits_.total_bytes_max, "bytes in one trace", limits_.total_bytes_max);
    require(++pieces_ <= limits_.pieces_max, "chunks in one trace", limits_.pieces_max);
    talk.pieces.push_back({event.from, sent.bytes.size(), event.bytes.size(), event.time_ns});
    sent.bytes += event.bytes;
  }

  void end(const trace_event& event, stop how) {
    direction& sent = of(event).from(event.from);
    if (sent.end == stop::gap) return;
    sent.end = how;
    sent.gap_bytes = event.gap_bytes;
  }

  const std::string& file_;
  const dialogue_limits& limits_;
  std::vector<dialogue> dialogues_;
  std::map<std::uint64_t, std::size_t> index_;
  std::size_t total_bytes_ = 0;
  std::size_t pieces_ = 0;
};

}  // namespace

std::string_view to_string(stop how) {
  constexpr std::array<std::string_view, 4> names{"open", "eof", "reset", "gap"};
  return names[static_cast<std::size_t>(how)];
}

std::ostream& operator<<(std::ostream& out, const direction& one) {
  out << one.bytes << " | " << to_string(one.end);
  if (one.end == stop::gap) out << ' ' << one.gap_bytes << ", then " << one.left_away_bytes << " left away";
  return out;
}

std::ostream& operator<<(std::ostream& out, const piece& one) {
  return out << to_string(one.from) << ' ' << one.offset << '+' << one.size << " at " << one.time_ns << " ns";
}

std::vector<dialogue> read_dialogues(event_source& source, const dialogue_limits& limits) {
  collector all(source.file(), limits);
  while (std::optional<trace_event> event = source.next()) all.take(*std::move(event));
  return all.done();
}

}  // namespace asynchat::traces
