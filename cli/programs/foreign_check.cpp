#include "foreign_check.h"

#include <asynchat/properties/explain.h>
#include <asynchat/properties/final_result.h>
#include <asynchat/sockets/address_error.h>
#include <asynchat/traces/error.h>

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "event_text.h"
#include "plan_order.h"
#include "terminal.h"
#include "worker_pool.h"

namespace asynchat::cli {

namespace {

using properties::events;
using steady = std::chrono::steady_clock;

constexpr int not_executable = 126;
constexpr int not_found = 127;

std::string last_line(std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  return std::string(text.substr(text.rfind('\n') + 1));
}

/// `; it said: …`, where it said something.
std::string said(const foreign_play& play) {
  const std::string line = last_line(play.aside);
  return line.empty() ? line : "; it said: " + on_one_line(line);
}

/// A plan that broke the law, and what came of playing it.
struct seen_failure {
  properties::failure what;
  foreign_play play;
  bool twice = false;  ///< played twice with the same result
};

class foreign_check {
 public:
  foreign_check(foreign_subject& parser, const properties::subject& compared, const recorded_stream& source,
                const checked_parser& aim, const foreign_settings& settings)
      : parser_(parser),
        compared_(compared),
        aim_(aim),
        settings_(settings),
        all_its_time_(parser.time_max()),
        stream_{source.bytes, sim::ending::eof, source.heard, source.recorded_cuts} {}

  foreign_report run() {
    if (play_whole()) play_plans();
    parser_.set_time_max(all_its_time_);
    if (found_) settle(*found_);
    return std::move(result_);
  }

 private:
  sim::plan in_one_read(std::size_t kept) const { return sim::cut_at(kept, {}, sim::ending::eof); }

  foreign_play play(const sim::delivery& what) const {
    return parser_.play_anew(stream_.bytes.substr(0, what.kept), chunks_of(what.steps));
  }

  /// Plays it again with all the time that the user allows where it did not end in less: it may only be slow, and so
  /// may be all that follow.
  seen_failure play_patiently(const sim::delivery& what) {
    const std::chrono::milliseconds time_max = parser_.time_max();
    foreign_play hasty = play(what);
    if (!hasty.limit_reached || hasty.broken_off || time_max >= all_its_time_) return {{}, std::move(hasty)};
    parser_.set_time_max(all_its_time_);
    foreign_play patient = play(what);
    const bool same = counted(hasty.log) == counted(patient.log);
    return {{}, std::move(patient), same};
  }

  /// What of a log is compared.
  events counted(const events& log) const {
    return compared_.compared() == properties::comparison::all ? log : properties::result_of(log);
  }

  /// Plays the whole stream twice; false when nothing further can come of it.
  bool play_whole() {
    const sim::delivery all{in_one_read(stream_.bytes.size()), stream_.bytes.size(), {}};
    foreign_play again;
    run_in_parallel(2, settings_.jobs, [&](std::size_t turn) { (turn == 0 ? whole_ : again) = play(all); });
    properties::check_report& report = result_.report;
    if (whole_.broken_off || again.broken_off) {
      report.stopped = true;
      report.strategies.push_back({"whole", 0, 1, false});
      return false;
    }
    refuse_what_cannot_be_checked(again);
    report.frames = whole_.log.size();
    report.bytes_delivered = 2 * stream_.bytes.size();
    report.strategies.push_back({"whole", 1, 1, true});
    const std::string failed = failure_of(whole_);
    if (!failed.empty()) {
      report.troubles.push_back(
          fmt::format("the {} fails on the whole stream in one read: {}{}", parser_.noun(), failed, said(whole_)));
      // Whether a server that fails is seen to close or to reset is the kernel's to choose, play by play.
      if (parser_.keeps_state() && !failure_of(again).empty()) return false;
    }
    if (counted(whole_.log) != counted(again.log)) {
      tell_both("in one read", counted(whole_.log), counted(again.log));
      return false;
    }
    // Whoever takes so much longer than for the whole stream may well take for ever, which play_patiently() finds out.
    const auto enough = std::chrono::duration_cast<std::chrono::milliseconds>(30 * whole_.time);
    parser_.set_time_max(std::min(all_its_time_, std::max(std::chrono::milliseconds(1'000), enough)));
    return !whole_.limit_reached;
  }

  /// Why a play is no result at all, as against one that refuses its input: empty for a result.
  static std::string failure_of(const foreign_play& play) {
    const properties::event& last = play.log.list().back();
    const bool says_nothing = play.log.size() == 1 && !play.exit_status;
    if (last.name == "connection" && says_nothing) return last.bytes + " without an answer";
    if (last.name != "error") return {};
    const bool crashed = last.bytes.find("killed by") != std::string::npos;
    return crashed || says_nothing || play.limit_reached ? last.bytes : std::string();
  }

  void refuse_what_cannot_be_checked(const foreign_play& again) const {
    const int status = whole_.exit_status.value_or(0);
    if (status == not_found || status == not_executable) {
      throw traces::input_error(parser_.name(),
                                fmt::format("the shell cannot run it, exit status {}{}", status, said(whole_)));
    }
    if (whole_.unreachable && again.unreachable) {
      // A name that means nothing is the user's mistake; a server that is not up may be so later.
      if (whole_.trouble.category() == sockets::resolver_category() ||
          whole_.trouble.category() == sockets::address_category()) {
        throw traces::input_error(parser_.name(), whole_.trouble.message());
      }
      throw std::system_error(whole_.trouble, parser_.name());
    }
    if (whole_.nothing_read && again.nothing_read) {
      const properties::event& last = whole_.log.list().back();
      const std::string end = last.name == "exit" ? "exit status 0" : last.bytes;
      throw traces::input_error(parser_.name(),
                                fmt::format("expected a program that reads its standard input; this one ends before "
                                            "it has read a byte, {}{}",
                                            end, said(whole_)));
    }
  }

  void play_plans() {
    const std::vector<std::size_t> ends = properties::frame_ends(stream_, aim_.model);
    const std::vector<sim::edge> edges = properties::edges_of(*aim_.subject, stream_, ends);
    const sim::stream_shape shape{stream_.bytes, stream_.end, ends, edges, stream_.recorded_cuts, settings_.seed};
    const foreign_plans plans = plans_for_foreign(shape, settings_.strategies);
    const std::size_t first = result_.report.strategies.size();
    for (const auto& family : plans.strategies) {
      result_.report.strategies.push_back({sim::to_string(*family.what), 0, family.possible, true});
    }
    const std::size_t count =
        static_cast<std::size_t>(std::min<std::uint64_t>(plans.order.size(), settings_.plans_max));
    run_in_parallel(count, settings_.jobs, [&](std::size_t turn) {
      if (turn > first_broken_) return;
      const planned& next = plans.order[turn];
      if (settings_.stop() || !try_plan(turn, first + next.strategy,
                                        as_foreign(*plans.strategies[next.strategy].what, shape, next.index))) {
        const std::lock_guard lock(guard_);
        result_.report.stopped = true;
        result_.report.strategies[first + next.strategy].complete = false;
      }
      tell_progress(count);
    });
  }

  void tell_progress(std::uint64_t planned_in_all) {
    if (!settings_.progress) return;
    const std::lock_guard lock(guard_);
    settings_.progress({"programs", result_.report.tried(), planned_in_all});
  }

  /// False where the play was broken off.
  bool try_plan(std::size_t turn, std::size_t strategy, const sim::delivery& what) {
    const bool all_of_it = what.kept == stream_.bytes.size();
    const foreign_play expected = all_of_it ? whole_ : play_patiently({in_one_read(what.kept), what.kept, {}}).play;
    seen_failure seen = play_patiently(what);
    if (seen.play.broken_off || expected.broken_off) return false;
    std::optional<properties::breach> broken = judge(what, expected.log, seen.play.log);
    const std::lock_guard lock(guard_);
    properties::check_report& report = result_.report;
    properties::law_result& law = report.laws[static_cast<std::size_t>(properties::law::invariance)];
    ++report.strategies[strategy].tried;
    ++law.cases;
    report.bytes_delivered += what.kept * (all_of_it ? 1 : 2);
    if (!broken) return true;
    ++law.broken;
    if (turn >= first_broken_) return true;
    first_broken_ = turn;
    seen.what = {report.strategies[strategy].name, what, std::move(*broken)};
    found_ = std::move(seen);
    return true;
  }

  std::optional<properties::breach> judge(const sim::delivery& what, const events& expected, const events& seen) const {
    const events whole = counted(expected);
    const events log = counted(seen);
    properties::trial one{stream_.bytes.substr(0, what.kept), &what.steps, &log};
    one.whole = &whole;
    return properties::judge(properties::law::invariance, one);
  }

  /// Plays a failure again. One that comes out the same is shrunk; else the parser is not deterministic. Where the user
  /// asks for the end meanwhile, the failure is kept as it was seen.
  void settle(const seen_failure& failed) {
    const sim::delivery& what = failed.what.what;
    const properties::breach& breach = failed.what.details;
    const properties::counterexample example = properties::make_counterexample(stream_, failed.what);
    properties::counterexample small = example;
    result_.aside = failed.play.aside;
    if (!failed.play.unreachable) {
      const foreign_play whole_again = play({in_one_read(what.kept), what.kept, {}});
      const foreign_play again = failed.twice ? failed.play : play(what);
      if (whole_again.broken_off || again.broken_off) {
        // It stays as it is.
      } else if (parser_.keeps_state() && !failure_of(whole_again).empty()) {
        result_.report.troubles.push_back(
            fmt::format("since that delivery the {} fails on every one: {}", parser_.noun(), failure_of(whole_again)));
      } else if (counted(whole_again.log) != breach.expected) {
        return withdraw("in one read", breach.expected, counted(whole_again.log));
      } else if (counted(again.log) != breach.observed) {
        return withdraw(properties::describe_delivery(example), breach.observed, counted(again.log));
      } else {
        small = shrunk(example, failed.play);
        const foreign_play last = parser_.play_once(small.bytes, small.steps);
        if (!last.broken_off) result_.aside = last.aside;
      }
    }
    result_.found = failed.what;
    result_.failure = std::move(small);
    law().first = failed.what;
  }

  properties::law_result& law() { return result_.report.laws[static_cast<std::size_t>(properties::law::invariance)]; }

  void withdraw(const std::string& delivery, const events& once, const events& again) {
    law().broken = 0;
    tell_both(delivery, once, again);
  }

  void tell_both(const std::string& delivery, const events& once, const events& again) {
    const std::optional<properties::difference> where = properties::compare(once, again);
    const std::size_t parting = where ? where->index : 0;
    result_.not_deterministic = true;
    result_.report.troubles.push_back(
        fmt::format("the {} is not deterministic: one and the same delivery, {}, gave\n{}and again\n{}", parser_.noun(),
                    delivery, listed_around(once, parting), listed_around(again, parting)));
  }

  /// The example with one of its cuts, if one alone is enough. The shrinker would find it as well, but step by step,
  /// and a play takes milliseconds: here several are tried at a time, those at edges of frames first.
  std::optional<properties::counterexample> with_one_cut(const properties::counterexample& example,
                                                         steady::time_point deadline) const {
    const std::vector<std::size_t> cuts = cuts_to_try(example);
    std::vector<std::optional<properties::counterexample>> smaller(cuts.size());
    std::atomic<std::size_t> found = cuts.size();
    run_in_parallel(cuts.size(), settings_.jobs, [&](std::size_t turn) {
      if (turn > found || steady::now() >= deadline) return;
      const sim::delivery what{sim::cut_at(example.kept, {&cuts[turn], 1}, sim::ending::eof), example.kept, {}};
      const foreign_play came_to = play(what);
      if (came_to.broken_off) return;
      const events seen = counted(came_to.log);
      properties::trial one{example.bytes, &what.steps, &seen};
      one.whole = &example.details.expected;
      std::optional<properties::breach> broken = properties::judge(properties::law::invariance, one);
      if (!broken) return;
      smaller[turn] = example;
      smaller[turn]->steps = what.steps;
      smaller[turn]->details = std::move(*broken);
      for (std::size_t best = found; turn < best && !found.compare_exchange_weak(best, turn);) continue;
    });
    return found < cuts.size() ? smaller[found] : std::nullopt;
  }

  /// Some of the example's cuts, where it has more than one: those inside and beside the ends of frames.
  std::vector<std::size_t> cuts_to_try(const properties::counterexample& example) const {
    constexpr std::size_t tried_max = 32;
    const std::vector<std::size_t> cuts = sim::cuts_of(example.steps);
    if (cuts.size() < 2) return {};
    const properties::checked_stream stream{example.bytes, sim::ending::eof, example.heard};
    std::vector<std::size_t> result;
    for (const sim::edge& edge :
         properties::edges_of(*aim_.subject, stream, properties::frame_ends(stream, aim_.model))) {
      const bool is_cut = std::binary_search(cuts.begin(), cuts.end(), edge.offset);
      if (is_cut && result.size() < tried_max) result.push_back(edge.offset);
    }
    return result;
  }

  properties::counterexample shrunk(const properties::counterexample& example, const foreign_play& failed) {
    std::chrono::milliseconds time_to_shrink = settings_.shrink_time_max;
    if (failed.limit_reached) {  // each play that fails takes all the time it may
      const auto enough = std::chrono::duration_cast<std::chrono::milliseconds>(20 * whole_.time);
      parser_.set_time_max(std::min(all_its_time_, std::max(std::chrono::milliseconds(250), enough)));
      time_to_shrink *= 2;
    }
    const steady::time_point deadline = steady::now() + time_to_shrink;
    const properties::counterexample coarse = with_one_cut(example, deadline).value_or(example);
    const auto out_of_time = [&] { return steady::now() >= deadline || parser_.is_asked_to_end(); };
    const properties::counterexample small =
        properties::shrink(compared_, coarse, aim_.model, {.out_of_time = out_of_time});
    parser_.set_time_max(all_its_time_);
    // A play that was broken off, or given up early, may have misled it.
    if (small.stable && fails_again(small)) return small;
    const bool was_seen = parser_.is_asked_to_end() && !failed.limit_reached;
    return was_seen || fails_again(coarse) ? coarse : example;
  }

  /// Plays it anew, with all its time.
  bool fails_again(const properties::counterexample& example) {
    if (parser_.is_asked_to_end()) return false;
    parser_.forget();
    const std::optional<properties::breach> still = properties::replay(compared_, example, aim_.model);
    return still && !parser_.is_asked_to_end() && still->expected == example.details.expected &&
           still->observed == example.details.observed;
  }

  foreign_subject& parser_;
  const properties::subject& compared_;
  const checked_parser& aim_;
  const foreign_settings& settings_;
  const std::chrono::milliseconds all_its_time_;
  const properties::checked_stream stream_;
  foreign_play whole_;
  std::mutex guard_;
  std::atomic<std::size_t> first_broken_ = std::numeric_limits<std::size_t>::max();
  std::optional<seen_failure> found_;
  foreign_report result_;
};

}  // namespace

foreign_report check_foreign(foreign_subject& parser, const properties::subject& compared,
                             const recorded_stream& source, const checked_parser& aim,
                             const foreign_settings& settings) {
  return foreign_check(parser, compared, source, aim, settings).run();
}

}  // namespace asynchat::cli
