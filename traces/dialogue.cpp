#include <asynchat/traces/dialogue.h>
#include <asynchat/traces/error.h>

#include <algorithm>
#include <map>
#include <optional>
#include <ostream>
#include <utility>

namespace asynchat::traces {
namespace {

/// A connection that is put together, and its place in the order of opening.
struct numbered {
  std::uint64_t number = 0;
  dialogue talk;
};

/// Sorts the events of a trace into its dialogues.
class collector {
 public:
  collector(const std::string& file, const dialogue_limits& limits) : file_(file), limits_(limits) {}

  /// The connection that the event ends, if it does. It still counts against the limits until it is forgotten.
  std::optional<numbered> take(trace_event event) {
    switch (event.kind) {
      case event_kind::open:
        open(std::move(event));
        break;
      case event_kind::data:
        append(event);
        break;
      case event_kind::gap:
        end(event, stop::gap);
        break;
      case event_kind::eof:
        end(event, stop::eof);
        break;
      case event_kind::reset:
        end(event, stop::reset);
        break;
      case event_kind::close: {
        auto over = open_.extract(event.conn);
        return std::move(over.mapped());
      }
    }
    return std::nullopt;
  }

  void forget(const dialogue& talk) {
    --connections_;
    pieces_ -= talk.pieces.size();
    total_bytes_ -= talk.directions[0].bytes.size() + talk.directions[1].bytes.size();
  }

  /// The connections that never closed, in the order in which they opened.
  std::vector<numbered> rest() {
    std::vector<numbered> result;
    for (auto& [conn, one] : open_) result.push_back(std::move(one));
    open_.clear();
    in_order(result);
    return result;
  }

  static void in_order(std::vector<numbered>& all) {
    std::sort(all.begin(), all.end(), [](const numbered& a, const numbered& b) { return a.number < b.number; });
  }

 private:
  void require(bool within, std::string_view what, std::size_t limit) const {
    if (!within)
      throw input_error(file_, "expected at most " + std::to_string(limit) + ' ' + std::string(what) + ", found more");
  }

  void open(trace_event event) {
    require(++connections_ <= limits_.connections_max, "connections", limits_.connections_max);
    numbered& one = open_[event.conn];
    one.number = opened_++;
    one.talk.conn = event.conn;
    one.talk.client = std::move(event.client);
    one.talk.server = std::move(event.server);
    one.talk.opened_ns = event.time_ns;
  }

  dialogue& of(const trace_event& event) { return open_.at(event.conn).talk; }

  void append(const trace_event& event) {
    dialogue& talk = of(event);
    direction& sent = talk.from(event.from);
    if (sent.end == stop::gap) {
      sent.left_away_bytes += event.bytes.size();
      return;
    }
    total_bytes_ += event.bytes.size();
    if (sent.bytes.size() + event.bytes.size() > limits_.stream_bytes_max) {
      require(false,
              "bytes from the " + std::string(to_string(event.from)) + " of connection " + std::to_string(event.conn),
              limits_.stream_bytes_max);
    }
    require(total_bytes_ <= limits_.total_bytes_max, "bytes in connections that are read together",
            limits_.total_bytes_max);
    require(++pieces_ <= limits_.pieces_max, "chunks in connections that are read together", limits_.pieces_max);
    talk.pieces.push_back({event.from, sent.bytes.size(), event.bytes.size(), event.time_ns});
    sent.bytes += event.bytes;
  }

  void end(const trace_event& event, stop how) {
    dialogue& talk = of(event);
    direction& sent = talk.from(event.from);
    if (sent.end == stop::gap) return;
    sent.end = how;
    sent.gap_bytes = event.gap_bytes;
    sent.end_ns = event.time_ns;
    sent.end_heard_bytes = talk.from(other(event.from)).bytes.size();
  }

  const std::string& file_;
  const dialogue_limits limits_;
  std::map<std::uint64_t, numbered> open_;
  std::uint64_t opened_ = 0;
  std::size_t connections_ = 0;
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

struct dialogue_reader::impl {
  event_source& source;
  collector held;
  std::vector<numbered> rest = {};  ///< after the end of the trace; the next one at the back
  bool at_end = false;
  std::uint64_t number = 0;
};

dialogue_reader::dialogue_reader(event_source& source, const dialogue_limits& limits)
    : impl_(new impl{source, {source.file(), limits}}) {}

dialogue_reader::~dialogue_reader() = default;

std::uint64_t dialogue_reader::number() const { return impl_->number; }

std::optional<dialogue> dialogue_reader::next() {
  while (!impl_->at_end) {
    std::optional<trace_event> event = impl_->source.next();
    if (!event) {
      impl_->at_end = true;
      impl_->rest = impl_->held.rest();
      std::reverse(impl_->rest.begin(), impl_->rest.end());
    } else if (std::optional<numbered> over = impl_->held.take(*std::move(event))) {
      impl_->held.forget(over->talk);
      impl_->number = over->number;
      return std::move(over->talk);
    }
  }
  if (impl_->rest.empty()) return std::nullopt;
  numbered last = std::move(impl_->rest.back());
  impl_->rest.pop_back();
  impl_->number = last.number;
  return std::move(last.talk);
}

std::vector<dialogue> read_dialogues(event_source& source, const dialogue_limits& limits) {
  collector all(source.file(), limits);
  std::vector<numbered> over;
  while (std::optional<trace_event> event = source.next()) {
    if (std::optional<numbered> one = all.take(*std::move(event))) over.push_back(*std::move(one));
  }
  for (numbered& one : all.rest()) over.push_back(std::move(one));
  collector::in_order(over);
  std::vector<dialogue> result;
  for (numbered& one : over) result.push_back(std::move(one.talk));
  return result;
}

}  // namespace asynchat::traces
