#include <asynchat/properties/check.h>
#include <asynchat/properties/hearing.h>
#include <asynchat/sim/strategies/exhaustive.h>
#include <asynchat/sim/strategies/suffix.h>
#include <asynchat/sim/tier.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <string_view>
#include <utility>

#include "callback_plays.h"
#include "course.h"
#include "made_laws.h"
#include "second_play.h"
#include "survey.h"
#include "sweep.h"
#include "tally.h"

namespace asynchat::properties {
namespace {

/// The strategies whose plans about one offset a sweep makes.
bool is_swept(std::string_view name) {
  static constexpr std::string_view names[] = {"cut1",   "burst",          "eof", "reset_peer", "empty_reads",
                                               "suffix", "terminator_edge"};
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// True when the sweep made the plan of that index of a strategy of these, which is about that offset.
bool was_made(const sim::strategy& what, const sim::stream_shape& shape, std::uint64_t index, std::size_t offset,
              const std::vector<made_plans>& swept) {
  const std::string_view name = what.name();
  const made_plans& made = swept[offset];
  if (name == "cut1") return made.cut;
  if (name == "burst") return made.burst >= what.parameters().front().value;
  if (name == "empty_reads") return made.empty_read;
  if (name == "suffix")
    return sim::strategies::suffix::leaves_away(index) ? made.suffix_left_away : made.suffix_changed;
  // The byte on either side of an edge alone is a burst of two.
  if (name == "terminator_edge") return index < shape.edges.size() ? made.cut : swept[offset - 1].burst >= 2;
  return made.end;
}

/// True when the rest of the stream is too much to deliver after each of its offsets: it is long, or full of frames.
bool is_too_much(const checked_stream& stream, std::size_t frames, const check_options& options) {
  const std::size_t size = stream.bytes.size();
  return size > options.every_offset_bytes_max ||
         frames > options.bytes_times_frames_max / std::max<std::size_t>(1, size);
}

/// About how many plans of a strategy that delivers the whole stream each time are affordable; a frame costs as much as
/// some bytes do.
std::uint64_t plans_for(const checked_stream& stream, std::size_t frames, const check_options& options) {
  constexpr std::size_t bytes_for_a_frame = 32;
  constexpr std::uint64_t plans_min = 8;
  const std::size_t cost = stream.bytes.size() + bytes_for_a_frame * frames;
  return std::max<std::uint64_t>(plans_min, options.strategy_bytes_max / std::max<std::size_t>(1, cost));
}

/// How many pairs of cuts a stream of that length has, and a little more.
std::uint64_t pairs_of(std::uint64_t size) { return size >= std::uint64_t{1} << 32 ? UINT64_MAX : size * size / 2; }

/// How many frames a window may hold: fewer where there are so many that each window's would be delivered too often.
std::size_t window_frames(std::size_t frames, const check_options& options) {
  const std::size_t affordable = options.bytes_times_frames_max / std::max<std::size_t>(1, frames);
  return std::clamp<std::size_t>(affordable, std::min<std::size_t>(4, options.window_frames), options.window_frames);
}

/// The offsets at which a selection of ends lets the stream end.
std::vector<bool> end_offsets(const sim::selection& ends, const sim::stream_shape& shape) {
  std::vector<bool> chosen(shape.bytes.size() + 1, false);
  for (const std::uint64_t index : ends.indices) chosen[*ends.what->offset(shape, index)] = true;
  return chosen;
}

/// Plays the plans of a strategy that no sweep has made, as long as the check goes on.
strategy_result play_rest(const sim::selection& chosen, const sim::stream_shape& shape,
                          const std::vector<made_plans>& swept, tally& counts, std::optional<survey>& seen,
                          course& way) {
  const sim::strategy& what = *chosen.what;
  strategy_result result{sim::to_string(what), 0, chosen.possible, true};
  const auto play = [&](const sim::delivery& made) {
    const played_steps played = counts.play(result.name, made);
    if (seen) seen->played(what, made, played);
  };
  if (seen) seen->knows(what);
  if (swept.empty() || !is_swept(what.name())) {
    for (const std::uint64_t index : chosen.indices) {
      if (!way.goes_on(result.name)) break;
      play(what.make(shape, index));
      ++result.tried;
    }
    result.complete = result.tried == chosen.tried();
    return result;
  }
  result.complete = !way.stopped();
  for (std::uint64_t index = 0; index < chosen.possible; ++index) {
    const std::optional<std::size_t> offset = what.offset(shape, index);
    if (offset && !was_made(what, shape, index, *offset, swept)) continue;
    if (!offset) play(what.make(shape, index));
    if (offset && seen) seen->swept(what, what.make(shape, index));
    ++result.tried;
  }
  return result;
}

/// The plans that are to be tried: what is asked for by its name may be of any tier and profile.
std::vector<sim::selection> plans_of(const check_options& options, const sim::stream_shape& shape,
                                     sim::tier_budget budget) {
  budget.strategies = options.strategies;
  const bool is_named = !options.strategies.empty();
  const bool is_full = is_named || options.tier == check_tier::full;
  std::vector<sim::selection> tier = is_full ? sim::full_tier(shape, budget) : sim::quick_tier(shape, budget);
  if (is_named || options.profile == fault_profile::hostile) {
    for (sim::selection& one : sim::hostile_tier(shape, budget)) tier.push_back(std::move(one));
  }
  return tier;
}

/// Deeds in callbacks are tried for a part of what a strategy may cost: such a play is watched step by step.
constexpr std::uint64_t callback_share = 16;
constexpr std::uint64_t callback_plays_min = 64;

/// True when deeds in callbacks are to be tried.
bool wants_callbacks(const check_options& options) {
  const std::vector<std::string>& names = options.strategies;
  if (names.empty()) return options.tier == check_tier::full;
  return std::find(names.begin(), names.end(), callbacks_strategy) != names.end();
}

/// The plans of all strategies that go by offsets.
std::uint64_t plans_by_offset(const std::vector<sim::selection>& tier) {
  std::uint64_t sum = 0;
  for (const sim::selection& chosen : tier) sum += is_swept(chosen.what->name()) ? chosen.possible : 0;
  return sum;
}

/// About how many plans there will be.
std::uint64_t planned(const std::vector<sim::selection>& tier, bool swept) {
  std::uint64_t sum = swept ? plans_by_offset(tier) : 0;
  for (const sim::selection& chosen : tier) sum += swept && is_swept(chosen.what->name()) ? 0 : chosen.tried();
  return sum;
}

/// Makes the plans that go by offsets from saved states; returns which, by offset, or nothing when that cannot be done.
std::vector<made_plans> sweep_offsets(const subject& parser, const checked_stream& stream, const reference& model,
                                      const check_options& options, const std::vector<sim::selection>& tier,
                                      const sim::stream_shape& shape, evaluation& player, tally& counts, course& way,
                                      check_report& report) {
  sweep_choice choice;
  choice.window_bytes = report.windowed ? options.window_bytes : std::max<std::size_t>(1, stream.bytes.size());
  choice.window_frames = report.windowed ? window_frames(report.frames, options) : stream.bytes.size() + 1;
  choice.frame_ends.assign(shape.frame_ends.begin(), shape.frame_ends.end());
  for (const sim::selection& chosen : tier) {
    if (chosen.what->name() == "eof") choice.ends = end_offsets(chosen, shape);
  }
  const double plans_each = static_cast<double>(plans_by_offset(tier)) / static_cast<double>(stream.bytes.size() + 1);
  choice.goes_on = [&, plans_each](std::size_t offset) {
    return way.goes_on("offsets", static_cast<std::uint64_t>(static_cast<double>(offset) * plans_each));
  };
  sweep offsets(parser, stream, player.whole(), model, choice, counts);
  std::vector<made_plans> made = offsets.run();
  report.bytes_delivered += offsets.bytes_fed();
  return made;
}

/// Plays every cut of a short stream where there are no states that prove it.
void play_every_cut(const sim::stream_shape& shape, const check_options& options, tally& counts, check_report& report) {
  if (shape.bytes.size() > std::min(options.every_cut_bytes_max, sim::strategies::exhaustive::bytes_max)) return;
  const sim::strategies::exhaustive every_cut;
  const std::uint64_t count = every_cut.count(shape);
  std::uint64_t tried = 0;
  while (tried < count && !(options.stop && options.stop()))
    counts.play(every_cut.name(), every_cut.make(shape, tried++));
  report.strategies.push_back({std::string(every_cut.name()), tried, count, tried == count});
  report.stopped = report.stopped || tried < count;
}

}  // namespace

std::uint64_t check_report::tried() const {
  return std::accumulate(strategies.begin(), strategies.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const strategy_result& one) { return sum + one.tried; });
}

std::uint64_t check_report::possible() const {
  return std::accumulate(strategies.begin(), strategies.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const strategy_result& one) { return sum + one.possible; });
}

bool check_report::held() const {
  return troubles.empty() &&
         std::all_of(laws.begin(), laws.end(), [](const law_result& one) { return one.broken == 0; });
}

const failure* check_report::first_failure() const {
  for (const law_result& one : laws) {
    if (one.first) return &*one.first;
  }
  return nullptr;
}

bool tells_nothing(const reference& model, const checked_stream& stream) {
  return model && model(stream.bytes, stream.end != sim::ending::open, stream.heard).empty();
}

std::vector<std::size_t> frame_ends(const checked_stream& stream, const reference& model) {
  std::vector<std::size_t> ends;
  if (!model) return ends;
  for (const expected_event& one : model(stream.bytes, stream.end != sim::ending::open, stream.heard)) {
    const bool ends_a_frame = one.what.name != "incomplete" && one.what.name != "error" && one.end > 0;
    if (ends_a_frame && (ends.empty() || ends.back() < one.end)) ends.push_back(one.end);
  }
  return ends;
}

check_report check(const subject& parser, const checked_stream& stream, const reference& model,
                   const check_options& options) {
  check_report report;
  evaluation player(parser, stream, model);
  tally counts(player, report);
  report.frames = player.whole().size();
  const std::uint64_t plans_max = plans_for(stream, report.frames, options);
  const bool is_named = !options.strategies.empty();
  const bool too_much = is_named ? stream.bytes.size() > plans_max : is_too_much(stream, report.frames, options);
  const bool swept_at_all = parser.has_states() && !is_named;
  report.windowed = swept_at_all && too_much;
  if (player.whole().empty() && !stream.bytes.empty() && !tells_nothing(model, stream)) {
    report.troubles.push_back("the parser tells nothing of these " + std::to_string(stream.bytes.size()) +
                              " bytes, so every law would hold");
  }

  const std::vector<std::size_t> ends_of_frames = frame_ends(stream, model);
  const std::vector<sim::edge> edges = edges_of(parser, stream, ends_of_frames);
  const sim::stream_shape shape{stream.bytes, stream.end, ends_of_frames, edges, stream.recorded_cuts, options.seed};
  sim::tier_budget budget;
  budget.every_offset_bytes_max = too_much ? 0 : std::max(options.every_offset_bytes_max, stream.bytes.size());
  budget.plans_max = plans_max;
  if (is_named && pairs_of(stream.bytes.size()) <= plans_max) budget.every_pair_bytes_max = stream.bytes.size();
  const std::vector<sim::selection> tier = plans_of(options, shape, budget);
  course way(options, planned(tier, swept_at_all));

  std::optional<survey> seen;
  if (options.tier == check_tier::full) seen.emplace(parser, stream, report);
  if (seen && !is_named) seen->demand_places();
  if (!judge_replay(player, stream, tier, shape, counts, report)) return report;
  counts.play("whole", whole_delivery(stream));
  std::vector<made_plans> swept;
  if (swept_at_all) {
    swept = sweep_offsets(parser, stream, model, options, tier, shape, player, counts, way, report);
  }
  for (const sim::selection& chosen : tier) {
    if (chosen.what->name() == "whole") {
      report.strategies.push_back({"whole", chosen.tried(), chosen.possible, true});
    } else {
      report.strategies.push_back(play_rest(chosen, shape, swept, counts, seen, way));
    }
    report.stopped = report.stopped || !report.strategies.back().complete;
  }
  if (wants_callbacks(options))
    play_callbacks(parser, stream, std::max(callback_plays_min, plans_max / callback_share), counts, seen, way, report);
  if (!parser.has_states() && options.strategies.empty()) play_every_cut(shape, options, counts, report);
  judge_parity(stream, options, counts);
  if (options.strategies.empty() && !report.stopped) judge_made_streams(parser, stream, model, options, report);
  doubt_failures(player, counts, report);
  report.bytes_delivered += player.bytes_played();
  return report;
}

}  // namespace asynchat::properties
