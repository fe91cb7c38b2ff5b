#include "stream_cutter.h"

#include <asynchat/properties/check.h>
#include <asynchat/sim/plan.h>
#include <asynchat/sim/tier.h>
#include <asynchat/traces/error.h>

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "check_wording.h"
#include "programs/plan_order.h"
#include "strategy_names.h"

namespace asynchat::cli {

namespace {

/// Strategies that change what is around the bytes of a stream, or where it ends.
bool cuts_nothing(std::string_view strategy) {
  static constexpr std::string_view those[] = {"suffix", "reset_peer", "short_write", "half_close", "slow_close"};
  return std::find(std::begin(those), std::end(those), strategy) != std::end(those);
}

bool changes_bytes(std::string_view strategy) { return strategy == "zero_frames"; }

}  // namespace

stream_cutter::stream_cutter(framing_choice framing, const std::string& strategy, std::uint64_t plan,
                             std::uint64_t seed)
    : framing_(std::move(framing)), strategy_(strategy), plan_(plan), seed_(seed) {
  for (const auto& one : sim::full_strategies()) {
    if (!sim::is_called(*one, strategy) || changes_bytes(one->name())) continue;
    if (cuts_nothing(one->name())) throw traces::input_error("--strategy", strategy + " cuts nothing");
    called_.push_back(one.get());
  }
  if (!called_.empty()) return;
  const std::string unknown = not_a_strategy(strategy);
  throw traces::input_error("--strategy", unknown.empty()
                                              ? strategy + " does more than cut; a replay leaves the bytes as they are"
                                              : unknown);
}

std::vector<std::size_t> stream_cutter::cuts(const recorded_stream& stream) {
  const checked_parser parser = framing_.parser_for(stream.from);
  const properties::checked_stream whole{stream.bytes, stream.end, stream.heard, stream.recorded_cuts};
  const std::vector<std::size_t> ends = properties::frame_ends(whole, parser.model);
  const std::vector<sim::edge> edges = properties::edges_of(*parser.subject, whole, ends);
  const sim::stream_shape shape{stream.bytes, stream.end, ends, edges, stream.recorded_cuts, seed_};
  std::uint64_t all = 0;
  for (const sim::strategy* one : called_) all += one->count(shape);
  plans_most_ = std::max(plans_most_, all);
  if (all == 0) return {};
  std::uint64_t index = std::min(plan_, all) - 1;
  auto one = called_.begin();
  for (; index >= (*one)->count(shape); ++one) index -= (*one)->count(shape);
  return sim::cuts_of(as_foreign(**one, shape, index).steps);
}

void stream_cutter::require_plan() const {
  if (plan_ <= std::max<std::uint64_t>(plans_most_, 1)) return;
  throw traces::input_error(fmt::format("--plan {}", plan_),
                            fmt::format("expected a plan of {}; the stream with the most of them has {}", strategy_,
                                        counted(plans_most_, "plan")));
}

}  // namespace asynchat::cli
