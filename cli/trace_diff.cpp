#include "trace_diff.h"

#include <asynchat/traces/error.h>

#include <fmt/core.h>

#include <algorithm>
#include <list>
#include <map>
#include <string_view>
#include <utility>

#include "check_wording.h"
#include "frame_listener.h"

namespace asynchat::cli {

namespace {

using traces::event_kind;
using traces::trace_event;

constexpr std::size_t before_max = 32;         ///< bytes shown before a difference
constexpr std::size_t then_max = 64;           ///< bytes shown from it on
constexpr std::size_t frames_before_max = 2;   ///< frames shown before it
constexpr std::size_t frame_bytes_max = 1024;  ///< kept of a frame that is shown

/// With how many bytes both begin.
std::size_t same_bytes(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
}

/// A line, or a piece of a long one, and what of it is compared.
struct masked_line {
  std::string raw;
  std::string compared;
};

/// What one trace has told of a direction, and the other has not yet.
class backlog {
 public:
  std::string_view bytes() const { return std::string_view(text_).substr(at_); }
  void add(std::string_view more) { text_ += more; }
  void drop(std::size_t count) {
    at_ += count;
    if (2 * at_ < text_.size()) return;  // else it would be moved again and again
    text_.erase(0, at_);
    at_ = 0;
  }

 private:
  std::string text_;
  std::size_t at_ = 0;
};

struct direction_state {
  of_both<backlog> ahead;  ///< at most one of them holds bytes, unless lines are compared
  of_both<std::list<masked_line>> lines;
  of_both<bool> is_done = {};
  of_both<std::uint64_t> matched = {};
  std::string recent;  ///< the last bytes that matched
  std::uint64_t frames = 0;
  std::vector<told_frame> recent_frames;
};

struct pair_state {
  connection_diff result;
  std::array<direction_state, 2> directions;
  of_both<bool> is_over = {};

  direction_state& from(side sender) { return directions[static_cast<std::size_t>(sender)]; }
  direction_diff& told_of(side sender) { return result.directions[static_cast<std::size_t>(sender)]; }
};

class comparison {
 public:
  comparison(traces::event_source& a, traces::event_source& b, const diff_options& options,
             const std::function<void(const connection_diff&)>& tell)
      : sources_{&a, &b}, options_(options), tell_(tell) {
    if (!options.framing) return;
    for (std::optional<frame_listener>& one : listeners_) one.emplace(*options.framing);
  }

  diff_totals run() {
    while (!is_ended_[0] || !is_ended_[1]) {
      const std::size_t which = next_to_read();
      if (const std::optional<trace_event> event = sources_[which]->next()) {
        take(*event, which);
      } else {
        end(which);
      }
    }
    return totals_;
  }

 private:
  /// The one of which less is waiting for the other.
  std::size_t next_to_read() const {
    if (is_ended_[0] || is_ended_[1]) return is_ended_[0] ? 1 : 0;
    const bool second = held_[1] != held_[0] ? held_[1] < held_[0] : read_[1] < read_[0];
    const std::size_t which = second ? 1 : 0;
    if (held_[which] <= options_.ahead_bytes_max) return which;
    throw traces::input_error(
        sources_[which]->file(),
        fmt::format(
            "expected connections in about the order of {}; more than {} of each trace would wait for the other",
            sources_[1 - which]->file(), counted(options_.ahead_bytes_max, "byte")));
  }

  void take(const trace_event& event, std::size_t which) {
    read_[which] += event.bytes.size();
    if (event.kind == event_kind::open) open(event, which);
    const std::uint64_t number = numbers_[which].at(event.conn);
    pair_state& pair = pairs_.at(number);
    pair.result.in[which]->timing.take(event);
    if (event.kind == event_kind::data) add(pair, event.from, which, event.bytes);
    if (event.kind == event_kind::gap || event.kind == event_kind::eof || event.kind == event_kind::reset) {
      stop(pair, event, which);
    }
    if (event.kind == event_kind::close) {
      numbers_[which].erase(event.conn);
      close(pair, which);
    }
  }

  void open(const trace_event& event, std::size_t which) {
    const std::uint64_t number = ++opened_[which];
    numbers_[which].emplace(event.conn, number);
    pair_state& pair = pairs_[number];
    pair.result.number = number;
    pair.result.in[which] = connection_side{event.conn, event.client, event.server, {}};
    if (is_ended_[1 - which]) pair.is_over[1 - which] = true;
    if (!options_.framing) return;
    trace_event opening = event;
    opening.conn = number;
    listeners_[which]->take(opening);
  }

  void end(std::size_t which) {
    is_ended_[which] = true;
    for (auto at = pairs_.begin(); at != pairs_.end();) {
      pair_state& pair = (at++)->second;  // which is erased when both are over
      if (!pair.is_over[which]) close(pair, which);
    }
  }

  /// Nothing more of this connection comes in that trace.
  void close(pair_state& pair, std::size_t which) {
    for (const side from : {side::client, side::server}) finish(pair, from, which);
    pair.is_over[which] = true;
    if (!pair.is_over[0] || !pair.is_over[1]) return;
    const connection_diff& result = pair.result;
    if (result.is_in_both()) {
      ++(result.is_same() ? totals_.same : totals_.different);
    } else {
      ++totals_.only[result.in[0] ? 0 : 1];
    }
    for (std::optional<frame_listener>& one : listeners_) {
      if (one) one->take({event_kind::close, 0, result.number});
    }
    tell_(result);
    pairs_.erase(result.number);
  }

  void stop(pair_state& pair, const trace_event& event, std::size_t which) {
    direction_diff& told = pair.told_of(event.from);
    if (told.end[which] == traces::stop::gap) return;
    told.end[which] = event.kind == event_kind::gap   ? traces::stop::gap
                      : event.kind == event_kind::eof ? traces::stop::eof
                                                      : traces::stop::reset;
    told.gap_bytes[which] = event.gap_bytes;
    finish(pair, event.from, which);
  }

  /// No more bytes come from that side: the other trace's, if it has more, are a difference.
  void finish(pair_state& pair, side from, std::size_t which) {
    direction_state& state = pair.from(from);
    if (state.is_done[which]) return;
    if (options_.ignored && !pair.told_of(from).first) end_line(pair, from, which);
    state.is_done[which] = true;
    match_rest(pair, from);
  }

  void add(pair_state& pair, side from, std::size_t which, std::string_view bytes) {
    direction_diff& told = pair.told_of(from);
    if (told.end[which] == traces::stop::gap) {
      told.behind_gap[which] += bytes.size();
      return;
    }
    told.bytes[which] += bytes.size();
    if (told.first) return add_behind(pair, from, which, bytes);
    if (is_only_in_one(pair, which)) return;
    if (options_.ignored) {
      add_to_line(pair, from, which, bytes);
    } else {
      match_bytes(pair, from, which, bytes);
    }
    match_rest(pair, from);
  }

  /// True for a connection that the other trace, which has been read, does not have.
  bool is_only_in_one(const pair_state& pair, std::size_t which) const {
    return is_ended_[1 - which] && !pair.result.in[1 - which];
  }

  void match_bytes(pair_state& pair, side from, std::size_t which, std::string_view bytes) {
    direction_state& state = pair.from(from);
    const std::string_view other = state.ahead[1 - which].bytes();
    const std::size_t most = std::min(other.size(), bytes.size());
    const std::size_t same = same_bytes(other, bytes);
    matched(pair, from, bytes.substr(0, same), bytes.substr(0, same));
    state.ahead[1 - which].drop(same);
    held_[1 - which] -= same;
    hold(state, which, bytes.substr(same));
    if (same < most) part(pair, from);
  }

  void hold(direction_state& state, std::size_t which, std::string_view bytes) {
    state.ahead[which].add(bytes);
    held_[which] += bytes.size();
  }

  void add_to_line(pair_state& pair, side from, std::size_t which, std::string_view bytes) {
    direction_state& state = pair.from(from);
    while (!bytes.empty()) {
      const std::size_t begun = state.ahead[which].bytes().size();
      const std::size_t room = options_.line_bytes_max - std::min(options_.line_bytes_max - 1, begun);
      const std::size_t newline = bytes.find('\n');
      const std::size_t end = std::min({bytes.size(), room, newline == std::string_view::npos ? room : newline + 1});
      hold(state, which, bytes.substr(0, end));
      if (end == room || end == newline + 1) end_line(pair, from, which);
      bytes.remove_prefix(end);
      if (pair.told_of(from).first) return add_behind(pair, from, which, bytes);
    }
  }

  /// The line that was begun is one to compare.
  void end_line(pair_state& pair, side from, std::size_t which) {
    direction_state& state = pair.from(from);
    const std::string_view line = state.ahead[which].bytes();
    if (line.empty()) return;
    const bool is_whole = line.back() == '\n';
    std::string compared = (*options_.ignored)(line.substr(0, line.size() - (is_whole ? 1 : 0)));
    if (is_whole) compared += '\n';
    held_[which] += compared.size();
    state.lines[which].push_back({std::string(line), std::move(compared)});
    state.ahead[which].drop(line.size());
    match_lines(pair, from);
  }

  void match_lines(pair_state& pair, side from) {
    direction_state& state = pair.from(from);
    auto& [a, b] = state.lines;
    while (!a.empty() && !b.empty()) {
      if (a.front().compared != b.front().compared) return part_in_line(pair, from);
      matched(pair, from, a.front().raw, b.front().raw);
      for (const std::size_t which : both) {
        const masked_line& line = state.lines[which].front();
        held_[which] -= line.raw.size() + line.compared.size();
        state.lines[which].pop_front();
      }
    }
  }

  /// The lines that come next differ.
  void part_in_line(pair_state& pair, side from) {
    auto& [a, b] = pair.from(from).lines;
    std::string& first = a.front().raw;
    std::string& second = b.front().raw;
    const std::size_t same = same_bytes(first, second);
    matched(pair, from, first.substr(0, same), second.substr(0, same));
    first.erase(0, same);
    second.erase(0, same);
    for (const std::size_t which : both) held_[which] -= same;
    part(pair, from);
  }

  /// Where one side has more than the other will ever have, they part.
  void match_rest(pair_state& pair, side from) {
    direction_state& state = pair.from(from);
    if (pair.told_of(from).first) return;
    for (const std::size_t which : both) {
      const std::size_t other = 1 - which;
      const bool has_more = !state.ahead[which].bytes().empty() || !state.lines[which].empty();
      const bool has_all = state.ahead[other].bytes().empty() && state.lines[other].empty();
      if (has_more && has_all && state.is_done[other] && pair.result.in[other]) return part(pair, from);
      if (is_only_in_one(pair, which)) drop(state);
    }
  }

  void matched(pair_state& pair, side from, std::string_view a, std::string_view b) {
    if (a.empty()) return;
    direction_state& state = pair.from(from);
    state.matched[0] += a.size();
    state.matched[1] += b.size();
    state.recent += a.substr(a.size() - std::min(a.size(), before_max));
    state.recent.erase(0, state.recent.size() - std::min(state.recent.size(), before_max));
    listen(pair, from, 0, a);
    listen(pair, from, 1, b);
  }

  /// The first difference lies where what has matched ends.
  void part(pair_state& pair, side from) {
    direction_state& state = pair.from(from);
    first_difference& first = pair.told_of(from).first.emplace();
    first.offset = state.matched;
    first.before = state.recent;
    first.frame = options_.framing ? state.frames + 1 : 0;
    first.frames_before = state.recent_frames;
    for (const std::size_t which : both) {
      for (const masked_line& line : state.lines[which]) add_behind(pair, from, which, line.raw);
      add_behind(pair, from, which, state.ahead[which].bytes());
    }
    drop(state);
  }

  void drop(direction_state& state) {
    for (const std::size_t which : both) {
      for (const masked_line& line : state.lines[which]) held_[which] -= line.raw.size() + line.compared.size();
      held_[which] -= state.ahead[which].bytes().size();
      state.lines[which].clear();
      state.ahead[which] = {};
    }
  }

  /// Bytes behind the first difference.
  void add_behind(pair_state& pair, side from, std::size_t which, std::string_view bytes) {
    std::string& then = pair.told_of(from).first->then[which];
    then += bytes.substr(0, then_max - std::min(then_max, then.size()));
    listen(pair, from, which, bytes);
  }

  void listen(pair_state& pair, side from, std::size_t which, std::string_view bytes) {
    if (!options_.framing || bytes.empty()) return;
    direction_state& state = pair.from(from);
    std::optional<first_difference>& first = pair.told_of(from).first;
    for (properties::event frame :
         listeners_[which]->take({event_kind::data, 0, pair.result.number, from, std::string(bytes), 0, {}, {}})) {
      frame.bytes.resize(std::min(frame.bytes.size(), frame_bytes_max));
      const bool is_payload = properties::is_mergeable(frame);
      if (first) {
        if (!first->frames[which]) first->frames[which] = {is_payload ? 0 : first->frame, std::move(frame)};
        continue;
      }
      if (which != 0) continue;
      if (!is_payload) ++state.frames;
      state.recent_frames.push_back({is_payload ? 0 : state.frames, std::move(frame)});
      if (state.recent_frames.size() > frames_before_max) state.recent_frames.erase(state.recent_frames.begin());
    }
  }

  const of_both<traces::event_source*> sources_;
  const diff_options& options_;
  const std::function<void(const connection_diff&)>& tell_;
  of_both<std::optional<frame_listener>> listeners_;
  std::map<std::uint64_t, pair_state> pairs_;                ///< by the order of opening
  of_both<std::map<std::uint64_t, std::uint64_t>> numbers_;  ///< that order, by the connection's number
  of_both<std::uint64_t> opened_ = {};
  of_both<bool> is_ended_ = {};
  of_both<std::size_t> held_ = {};    ///< bytes
  of_both<std::uint64_t> read_ = {};  ///< bytes
  diff_totals totals_;
};

}  // namespace

diff_totals compare_traces(traces::event_source& a, traces::event_source& b, const diff_options& options,
                           const std::function<void(const connection_diff&)>& tell) {
  return comparison(a, b, options, tell).run();
}

}  // namespace asynchat::cli
