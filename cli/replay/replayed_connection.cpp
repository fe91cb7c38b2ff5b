#include "replayed_connection.h"

#include <fmt/core.h>

#include <utility>

#include "check_wording.h"

namespace asynchat::cli {

namespace {

using traces::event_kind;
using traces::trace_event;

/// So much is queued for the far side before the next event waits.
constexpr std::size_t unsent_bytes_max = std::size_t{1} << 20;
/// So much of what the far side says ahead of the recording is kept; then it is read no further.
constexpr std::size_t ahead_bytes_max = std::size_t{16} << 20;

}  // namespace

replayed_connection::replayed_connection(std::uint64_t conn, side mine, const line_mask* masks,
                                         std::function<void()> news)
    : mine_(mine), news_(std::move(news)), replies_(masks) {
  result_.conn = conn;
}

bool replayed_connection::play(const trace_event& event) {
  if (over_) return true;
  switch (event.kind) {
    case event_kind::open:
      return play_open();
    case event_kind::data:
      return play_data(event);
    case event_kind::gap:
      stop_at_gap(event);
      return true;
    case event_kind::eof:
    case event_kind::reset:
      if (event.from != mine_) return await_end(event.kind);
      if (event.kind == event_kind::eof) wire_->end_output();
      if (event.kind == event_kind::reset) wire_->abort();
      over_ = event.kind == event_kind::reset;
      return true;
    case event_kind::close:
      return play_close();
  }
  return true;
}

bool replayed_connection::play_open() {
  if (stands_) return true;
  if (far_ == far_end::open) return false;
  fail(fmt::format("there is no connection: {}", why_));
  return true;
}

bool replayed_connection::play_data(const trace_event& event) {
  return event.from == mine_ ? send(event) : await_bytes(event);
}

bool replayed_connection::send(const trace_event& event) {
  if (wire_->unsent() > unsent_bytes_max) return false;
  wire_->send(event.bytes);
  sent_bytes_ += event.bytes.size();
  return true;
}

bool replayed_connection::await_bytes(const trace_event& event) {
  if (!std::exchange(expected_, true)) {
    replies_.expect(event.bytes);
    wire_->resume();
  }
  if (judge() && !replies_.all_came()) {
    if (far_ == far_end::open) return false;
    replies_.finish();
    result_.where = replies_.found();
    fail(fmt::format("the {} {} after {}, and more was recorded", speaker(), ending(),
                     counted(replies_.come_bytes(), "byte")));
  }
  expected_ = false;
  return true;
}

bool replayed_connection::await_end(event_kind kind) {
  if (far_ == far_end::open && !replies_.goes_beyond()) {
    wire_->resume();
    return false;
  }
  replies_.finish();
  if (judge() && kind == event_kind::eof && far_ == far_end::reset) {
    fail(fmt::format("the {} {} after {}, where it ended its stream in order in the recording", speaker(), ending(),
                     counted(replies_.come_bytes(), "byte")));
  }
  return true;
}

bool replayed_connection::play_close() {
  if (wire_->unsent() > 0) return false;
  replies_.stop();
  over_ = true;
  judge();
  return true;
}

bool replayed_connection::judge() {
  if (!replies_.found()) return true;
  result_.where = replies_.found();
  const std::string offset = grouped(result_.where->offset);
  fail(result_.where->recorded.empty()
           ? fmt::format("the {} goes on behind byte {}, where it had said all in the recording", speaker(), offset)
           : fmt::format("what the {} says differs from byte {} on", speaker(), offset));
  return false;
}

void replayed_connection::out_of_time(const trace_event& event, double seconds) {
  if (event.kind == event_kind::open) return fail(fmt::format("there is no connection within {} s", seconds));
  if (event.kind == event_kind::close || event.from == mine_) {
    return fail(fmt::format("the {} has read nothing for {} s; {} bytes wait for it", speaker(), seconds,
                            grouped(wire_->unsent())));
  }
  replies_.finish();
  result_.where = replies_.found();
  if (event.kind == event_kind::data) {
    return fail(fmt::format("the {} says nothing for {} s after {}, where {} were recorded", speaker(), seconds,
                            counted(replies_.come_bytes(), "byte"), grouped(replies_.recorded_bytes())));
  }
  fail(fmt::format("the {} says nothing for {} s after {}, where it ended its stream in the recording", speaker(),
                   seconds, counted(replies_.come_bytes(), "byte")));
}

void replayed_connection::fail(std::string sentence) {
  result_.what = verdict::differs;
  result_.sentence = std::move(sentence);
  over_ = true;
}

void replayed_connection::stop_at_gap(const trace_event& event) {
  result_.what = verdict::incomplete;
  const std::string offset = grouped(event.from == mine_ ? sent_bytes_ : replies_.recorded_bytes());
  result_.sentence = fmt::format("the recording misses {} of the {} after byte {}; what follows was not played",
                                 counted(event.gap_bytes, "byte"), to_string(event.from), offset);
  over_ = true;
}

std::string_view replayed_connection::speaker() const { return to_string(other(mine_)); }

std::string replayed_connection::ending() const {
  return (far_ == far_end::reset ? "resets the connection" : "ends its stream") +
         (why_.empty() ? std::string() : " (" + why_ + ')');
}

void replayed_connection::connected() {
  stands_ = true;
  news_();
}

void replayed_connection::came(std::string_view bytes) {
  replies_.came(bytes);
  news_();
}

void replayed_connection::ended(far_end how, const std::string& why) {
  far_ = how;
  why_ = why;
  news_();
}

bool replayed_connection::takes_more() const { return replies_.ahead() <= ahead_bytes_max; }

}  // namespace asynchat::cli
