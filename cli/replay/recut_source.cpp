#include "recut_source.h"

#include <asynchat/traces/dialogue.h>
#include <asynchat/traces/error.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "streams.h"

namespace asynchat::cli {

namespace {

using traces::event_kind;
using traces::trace_event;

/// The events of one connection.
class connection_source final : public traces::event_source {
 public:
  connection_source(std::vector<trace_event> events, const traces::event_source& whole)
      : events_(std::move(events)), whole_(whole) {}

  const traces::trace_header& header() const override { return whole_.header(); }
  const std::string& file() const override { return whole_.file(); }
  const std::vector<std::string>& warnings() const override { return whole_.warnings(); }
  std::optional<trace_event> next() override {
    if (next_ == events_.size()) return std::nullopt;
    return std::move(events_[next_++]);
  }

 private:
  std::vector<trace_event> events_;
  std::size_t next_ = 0;
  const traces::event_source& whole_;
};

/// What an event takes of memory: in the queue, and as a part of its connection.
std::size_t size_of(const trace_event& event) { return 2 * (sizeof event + event.bytes.size()); }

}  // namespace

std::optional<trace_event> recut_source::next() {
  while (cut_.empty()) {
    if (waiting_.empty() || !is_ready(waiting_.front().conn)) {
      if (read_one()) continue;
      if (waiting_.empty()) return std::nullopt;
    }
    cut_run();
  }
  trace_event event = std::move(cut_.front());
  cut_.pop_front();
  return event;
}

/// False at the end of the recording, which ends every connection.
bool recut_source::read_one() {
  if (ended_) return false;
  std::optional<trace_event> event = inner().next();
  if (!event) {
    ended_ = true;
    while (!growing_.empty()) find_cuts(growing_.begin()->first);
    cutter_.require_plan();
    return false;
  }
  kept_bytes_ += size_of(*event);
  if (kept_bytes_ > kept_bytes_max) {
    throw traces::input_error(file(), "expected connections that can be cut within " + std::to_string(kept_bytes_max) +
                                          " bytes of memory, found more");
  }
  growing_[event->conn].push_back(*event);
  if (event->kind == event_kind::close) find_cuts(event->conn);
  waiting_.push_back(*std::move(event));
  return true;
}

void recut_source::find_cuts(std::uint64_t conn) {
  auto grown = growing_.extract(conn);
  connection_source events(std::move(grown.mapped()), inner());
  std::array<direction, 2>& both = ready_[conn];
  for (const traces::dialogue& talk : traces::read_dialogues(events)) {
    for (const recorded_stream& stream : streams_of(talk, file(), cutter_.framing())) {
      direction& one = both[static_cast<std::size_t>(stream.from)];
      one.cuts = cutter_.cuts(stream);
      one.cuts.push_back(stream.bytes.size());
    }
  }
}

/// Passes on the first event, or cuts the data that one side sent at the head of the queue without anything between.
/// What comes behind a gap has no cuts, and comes as it was.
void recut_source::cut_run() {
  trace_event run = std::move(waiting_.front());
  waiting_.pop_front();
  kept_bytes_ -= size_of(run);
  if (run.kind != event_kind::data) {
    if (run.kind == event_kind::close) ready_.erase(run.conn);
    return cut_.push_back(std::move(run));
  }
  direction& one = ready_.at(run.conn)[static_cast<std::size_t>(run.from)];
  const std::size_t end = one.cuts.empty() ? 0 : one.cuts.back();
  const auto follows = [&](const trace_event& next) {
    return next.kind == event_kind::data && next.conn == run.conn && next.from == run.from;
  };
  while (!waiting_.empty() && follows(waiting_.front()) && one.passed_on + run.bytes.size() < end) {
    kept_bytes_ -= size_of(waiting_.front());
    run.time_ns = waiting_.front().time_ns;
    run.bytes += waiting_.front().bytes;
    waiting_.pop_front();
  }
  const std::string whole = std::move(run.bytes);
  std::string_view rest = whole;
  while (!rest.empty()) {
    while (one.next_cut < one.cuts.size() && one.cuts[one.next_cut] <= one.passed_on) ++one.next_cut;
    const std::size_t to_cut = one.next_cut < one.cuts.size() ? one.cuts[one.next_cut] - one.passed_on : rest.size();
    run.bytes = rest.substr(0, to_cut);
    rest.remove_prefix(run.bytes.size());
    one.passed_on += run.bytes.size();
    cut_.push_back(run);
  }
}

}  // namespace asynchat::cli
