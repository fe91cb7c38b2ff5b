#include "stream_cutter.h"

#include <asynchat/properties/check.h>
#include <asynchat/sim/plan.h>
#include <asynchat/sim/tier.h>
#include <asynchat/traces/error.h>

#include <utility>

#include "programs/plan_order.h"
#include "strategy_names.h"

namespace asynchat::cli {

stream_cutter::stream_cutter(framing_choice framing, const std::string& strategy, std::uint64_t plan,
                             std::uint64_t seed)
    : framing_(std::move(framing)), plan_(plan), seed_(seed) {
  for (const auto& one : sim::full_strategies()) {
    if (sim::is_called(*one, strategy)) called_.push_back(one.get());
  }
  if (!called_.empty()) return;
  const std::string unknown = not_a_strategy(strategy);
  throw traces::input_error("--strategy", unknown.empty()
                                              ? strategy + " does more than cut; a replay leaves the bytes as they are"
                                              : unknown);
}

std::vector<std::size_t> stream_cutter::cuts(const recorded_stream& stream) const {
  const checked_parser parser = framing_.parser_for(stream.from);
  const properties::checked_stream whole{stream.bytes, stream.end, stream.heard, stream.recorded_cuts};
  const std::vector<std::size_t> ends = properties::frame_ends(whole, parser.model);
  const std::vector<sim::edge> edges = properties::edges_of(*parser.subject, whole, ends);
  const sim::stream_shape shape{stream.bytes, stream.end, ends, edges, stream.recorded_cuts, seed_};
  for (const sim::strategy* one : called_) {
    const std::uint64_t count = one->count(shape);
    if (count > 0) return sim::cuts_of(as_foreign(*one, shape, (plan_ - 1) % count).steps);
  }
  return {};
}

}  // namespace asynchat::cli
