#include "show_trace.h"

#include <asynchat/traces/error.h>
#include <asynchat/transport/escape.h>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

#include "check_wording.h"
#include "event_text.h"
#include "frame_listener.h"

namespace asynchat::cli {

namespace {

using traces::event_kind;
using traces::trace_event;

/// Narrower lines have no room for bytes beside the time and the size of their chunk.
constexpr std::size_t narrow = 48;
/// About what a connection takes that is over and waits for its turn, beside its lines.
constexpr std::size_t view_bytes = 512;

/// Seconds with six digits behind the point.
std::string clock_text(std::uint64_t ns) { return fmt::format("{}.{:06}", ns / 1'000'000'000, ns / 1000 % 1'000'000); }

struct side_view {
  std::uint64_t bytes = 0;
  std::uint64_t chunks = 0;
  std::uint64_t missing = 0;  ///< in gaps
  std::uint64_t frames = 0;
  std::string_view end = "no end is recorded";
};

struct view {
  std::uint64_t conn = 0;
  std::string client, server;
  std::uint64_t opened_ns = 0;
  std::uint64_t last_ns = 0;
  std::array<side_view, 2> sides = {};
  std::string lines = {};   ///< that wait to be shown
  bool is_in_time = false;  ///< one of its events was to be shown
  bool is_over = false;
  bool is_begun = false;  ///< a part of it has been shown

  side_view& of(side one) { return sides[static_cast<std::size_t>(one)]; }
};

std::string totals_of(const view& one, std::size_t width) {
  std::string text = wrapped(fmt::format("  from {} s for {}{}", clock_text(one.opened_ns),
                                         time_text(one.last_ns - one.opened_ns), one.is_over ? ", then closed" : ""),
                             width);
  for (const side from : {side::client, side::server}) {
    const side_view& sent = one.sides[static_cast<std::size_t>(from)];
    const std::string missing = sent.missing == 0 ? "" : fmt::format("{} missing, ", grouped(sent.missing));
    text += wrapped(fmt::format("  {}: {} in {}, {}{}", to_string(from), counted(sent.bytes, "byte"),
                                counted(sent.chunks, "chunk"), missing, sent.end),
                    width);
  }
  return text;
}

class timeline {
 public:
  timeline(const timeline_options& options, std::ostream& out) : options_(options), ink_(options.ink), out_(out) {
    if (options.framing) listener_.emplace(*options.framing);
  }

  void take(const trace_event& event) {
    const std::vector<std::uint64_t>& wanted = options_.conns;
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), event.conn) == wanted.end()) return;
    if (event.kind == event_kind::open) {
      index_.emplace(event.conn, opened_);
      views_.emplace(opened_++, view{event.conn, event.client, event.server, event.time_ns});
    }
    view& one = views_.at(index_.at(event.conn));
    const std::size_t before = one.lines.size();
    count(event, one);
    add_lines(event, one);
    held_ += one.lines.size() - before;
    if (event.kind == event_kind::close) {
      held_ += view_bytes;
      index_.erase(event.conn);
      while (!views_.empty() && views_.begin()->second.is_over) show_first();
    }
    if (held_ > options_.held_bytes_max) show_all();
  }

  /// Shows all that waits: no event follows.
  void end() {
    is_ended_ = true;
    while (!views_.empty()) show_first();
  }

  std::uint64_t opened() const { return opened_; }

 private:
  static void count(const trace_event& event, view& one) {
    side_view& sent = one.of(event.from);
    one.last_ns = event.time_ns;
    if (event.kind == event_kind::data) {
      ++sent.chunks;
      sent.bytes += event.bytes.size();
    }
    if (event.kind == event_kind::gap) sent.missing += event.gap_bytes;
    if (event.kind == event_kind::eof) sent.end = "eof";
    if (event.kind == event_kind::reset) sent.end = "reset";
    if (event.kind == event_kind::close) one.is_over = true;
  }

  void add_lines(const trace_event& event, view& one) {
    const bool is_shown = event.time_ns >= options_.from_ns && event.time_ns <= options_.to_ns;
    if (is_shown) add_event(event, one);
    if (!listener_) return;
    for (const properties::event& frame : listener_->take(event)) {
      const bool is_frame = !properties::is_mergeable(frame) && frame.name != "error" && frame.name != "incomplete";
      const std::string number = !is_frame ? "" : fmt::format("frame {}: ", ++one.of(event.from).frames);
      if (is_shown) add_below(number + event_text(frame, room_below(number.size())), one, {});
    }
    const bool is_data = event.kind == event_kind::data;
    const auto live = is_data ? listener_->boundary(event.conn, event.from) : std::nullopt;
    if (!is_shown || !live || live->matched == 0) return;
    add_below("cut inside a terminator: " + escaped(live->pattern.substr(0, live->matched)) + '|' +
                  escaped(live->pattern.substr(live->matched)),
              one, ink_.bad);
  }

  /// The line of an event: when, whose, how many bytes or what, and the bytes.
  void add_event(const trace_event& event, view& one) {
    one.is_in_time = true;
    const bool is_data = event.kind == event_kind::data;
    const bool has_side = event.kind != event_kind::open && event.kind != event_kind::close;
    const bool is_alarm = event.kind == event_kind::gap || event.kind == event_kind::reset;
    const bool is_client = event.from == side::client;
    const char* const arrow = !has_side ? "  " : is_client ? "->" : "<-";
    const std::string what = is_data ? grouped(event.bytes.size()) : std::string(to_string(event.kind));
    const bool is_narrow = options_.width < narrow;
    const std::string start = is_narrow ? fmt::format("{} {} {}", clock_text(event.time_ns), arrow, what)
                                        : fmt::format("{:>11} {} {:>7}", clock_text(event.time_ns), arrow, what);
    const std::string gap = is_narrow ? "\n  " : "  ";
    const std::size_t used = is_narrow ? 2 : start.size() + gap.size();
    std::string rest;
    if (is_data) rest = fitted(event.bytes, options_.width - std::min(options_.width, used));
    if (event.kind == event_kind::gap) rest = grouped(event.gap_bytes) + " missing";
    const std::string ink = is_alarm ? ink_.bad : !has_side ? ink_.faint : is_client ? ink_.client : ink_.server;
    one.lines += ink + start + (rest.empty() ? "" : gap + rest) + (ink.empty() ? "" : ink_.plain) + '\n';
  }

  std::size_t indent() const { return options_.width < narrow ? 4 : 26; }
  std::size_t room_below(std::size_t used) const { return options_.width - std::min(options_.width, indent() + used); }

  void add_below(const std::string& text, view& one, const std::string& ink) const {
    one.lines += ink + wrapped(std::string(indent(), ' ') + text, options_.width);
    if (!ink.empty()) one.lines.insert(one.lines.size() - 1, ink_.plain);
  }

  void show_first() {
    view& one = views_.begin()->second;
    show(one);
    if (one.is_over) held_ -= std::min(held_, view_bytes);
    views_.erase(views_.begin());
  }

  void show_all() {
    for (auto at = views_.begin(); at != views_.end();) {
      show(at->second);
      at = at->second.is_over ? views_.erase(at) : std::next(at);
    }
    held_ = 0;
  }

  void show(view& one) {
    const bool is_last = one.is_over || is_ended_;
    if (!one.is_in_time || (one.lines.empty() && !is_last)) return;
    const std::string names = one.is_begun ? "continued" : escaped(one.client) + " > " + escaped(one.server);
    const std::string heading = wrapped(fmt::format("connection {}: {}", one.conn, names), options_.width);
    out_ << '\n' << ink_.title << heading.substr(0, heading.size() - 1) << ink_.plain << '\n';
    if (!one.is_begun && is_last) out_ << totals_of(one, options_.width);
    if (!one.is_begun && !is_last) out_ << wrapped("  a long one: its totals are at its end", options_.width);
    out_ << one.lines;
    if (one.is_begun && is_last) out_ << totals_of(one, options_.width);
    held_ -= std::min(held_, one.lines.size());
    one.lines = {};
    one.is_begun = true;
  }

  const timeline_options& options_;
  const palette& ink_;
  std::ostream& out_;
  std::optional<frame_listener> listener_;
  std::map<std::uint64_t, view> views_;           ///< by the order in which they opened
  std::map<std::uint64_t, std::uint64_t> index_;  ///< of open ones, by their numbers
  std::uint64_t opened_ = 0;
  std::size_t held_ = 0;
  bool is_ended_ = false;
};

}  // namespace

void show_timeline(traces::event_source& source, const timeline_options& options, std::ostream& out) {
  const traces::trace_header& header = source.header();
  std::string title = fmt::format("{}: {}", on_one_line(source.file()), to_string(header.kind));
  if (!header.name.empty()) title += ' ' + on_one_line(header.name);
  if (header.started) title += ", started " + on_one_line(*header.started);
  out << wrapped(title, options.width);
  timeline all(options, out);
  std::vector<std::uint64_t> missing = options.conns;
  while (const std::optional<trace_event> event = source.next()) {
    if (event->time_ns > options.to_ns || !out) break;  // a full disk is told of at the end
    if (event->kind == event_kind::open)
      missing.erase(std::remove(missing.begin(), missing.end(), event->conn), missing.end());
    all.take(*event);
  }
  all.end();
  if (!missing.empty()) {
    throw traces::input_error(source.file(), fmt::format("expected connection {}; there is none{}", missing.front(),
                                                         options.to_ns < traces::trace_integer_max ? " by then" : ""));
  }
  if (all.opened() == 0) out << "no connections\n";
}

}  // namespace asynchat::cli
