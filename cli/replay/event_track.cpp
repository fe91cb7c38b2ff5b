#include "event_track.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace asynchat::cli {

namespace {

using traces::event_kind;
using traces::trace_event;

/// After so many events the loop gets its turn.
constexpr int events_at_a_time = 256;

duration seconds(double count) {
  constexpr double longest = 1e9;  // 30 years, which a duration can still be added to
  return std::chrono::duration_cast<duration>(std::chrono::duration<double>(std::min(count, longest)));
}

bool comes_from_far_side(const trace_event& event, side mine) {
  const bool has_sender = event.kind != event_kind::open && event.kind != event_kind::close;
  return has_sender && event.from != mine;
}

}  // namespace

event_track::event_track(loop& owner, const replay_settings& settings, replay_totals& totals, event_maker next,
                         wire_maker connect, result_sink told)
    : owner_(owner),
      settings_(settings),
      totals_(totals),
      next_(std::move(next)),
      connect_(std::move(connect)),
      told_(std::move(told)) {}

event_track::~event_track() {
  if (soon_) owner_.cancel(*soon_);
  if (later_) owner_.cancel(*later_);
}

void event_track::stop() {
  while (!open_.empty()) end_connection(open_.begin()->first);
  event_.reset();
  done_ = true;
}

void event_track::advance_soon() {
  if (soon_ || done_) return;
  soon_ = owner_.call_later(duration(0), [this] {
    soon_.reset();
    advance();
  });
}

void event_track::advance() {
  if (later_) owner_.cancel(*std::exchange(later_, std::nullopt));
  for (int played = 0; played < events_at_a_time; ++played) {
    if (!fetch()) return stop();
    if (!is_due()) return;
    if (!play(*event_)) return wait_for_far_side();
    ++totals_.events;
    event_.reset();
  }
  advance_soon();
}

/// A connection that the recording leaves open is closed at its end.
bool event_track::fetch() {
  if (!event_) event_ = next_();
  if (!event_ && !open_.empty()) {
    event_.emplace();
    event_->kind = event_kind::close;
    event_->conn = open_.begin()->first;
    event_->time_ns = 0;
  }
  return event_.has_value();
}

/// False where the event is to come later, at the recorded speed or a multiple of it: then a timer runs.
bool event_track::is_due() {
  if (!settings_.speed || comes_from_far_side(*event_, settings_.mine)) return true;
  const duration since_start = seconds(static_cast<double>(event_->time_ns) / 1e9 / *settings_.speed);
  if (!origin_) origin_ = owner_.now() - since_start;
  const duration left = *origin_ + since_start - owner_.now();
  if (left <= duration(0)) return true;
  later_ = owner_.call_later(left, [this] {
    later_.reset();
    advance_soon();
  });
  return false;
}

bool event_track::play(const trace_event& event) {
  const auto found = open_.find(event.conn);
  if (found == open_.end() && event.kind != event_kind::open) return true;  // it ended early
  replayed_connection& connection = found != open_.end() ? *found->second : open(event);
  if (!connection.play(event)) return false;
  if (event.kind == event_kind::open && connection.stands()) ++totals_.connections;
  if (event.kind == event_kind::data && event.from == settings_.mine) totals_.sent_bytes += event.bytes.size();
  if (connection.over()) end_connection(event.conn);
  return true;
}

replayed_connection& event_track::open(const trace_event& event) {
  auto connection =
      std::make_unique<replayed_connection>(event.conn, settings_.mine, settings_.masks, [this] { advance_soon(); });
  connection->set_wire(connect_(*connection));
  return *open_.emplace(event.conn, std::move(connection)).first->second;
}

/// News make the track go on at once; without any, the far side is out of time.
void event_track::wait_for_far_side() {
  const duration patience = seconds(settings_.time_limit_seconds);
  later_ = owner_.call_later(patience, [this] {
    later_.reset();
    open_.at(event_->conn)->out_of_time(*event_, settings_.time_limit_seconds);
    advance_soon();
  });
}

void event_track::end_connection(std::uint64_t conn) {
  const auto found = open_.find(conn);
  const connection_result& result = found->second->result();
  using verdict = connection_result::verdict;
  totals_.same += result.what == verdict::same ? 1 : 0;
  totals_.differing += result.what == verdict::differs ? 1 : 0;
  totals_.incomplete += result.what == verdict::incomplete ? 1 : 0;
  totals_.come_bytes += found->second->come_bytes();
  told_(result, *found->second);
  open_.erase(found);
}

}  // namespace asynchat::cli
