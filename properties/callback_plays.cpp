#include "callback_plays.h"

#include <algorithm>
#include <array>
#include <vector>

namespace asynchat::properties {
namespace {

constexpr std::array<std::size_t, 2> chunk_sizes{1, 7};
/// Chunks are larger in longer streams.
constexpr std::size_t scaled_above_bytes = std::size_t{16} << 10;

std::vector<sim::delivery> deliveries_of(const checked_stream& stream) {
  std::vector<sim::delivery> result{whole_delivery(stream)};
  for (const std::size_t size : chunk_sizes) {
    const std::size_t step = size * (stream.bytes.size() / scaled_above_bytes + 1);
    std::vector<std::size_t> cuts;
    for (std::size_t at = step; at < stream.bytes.size(); at += step) cuts.push_back(at);
    if (!cuts.empty()) {
      result.push_back({sim::cut_at(stream.bytes.size(), cuts, stream.end), stream.bytes.size(), {}});
    }
  }
  return result;
}

/// Plays a delivery with each deed in every `stride`th call of each callback, of which there are so many.
bool play_calls(const sim::delivery& what, const callback_script& calls, std::uint64_t stride, tally& counts,
                std::optional<survey>& seen, course& way, strategy_result& result) {
  for (const acting_callback where : {acting_callback::collect, acting_callback::found}) {
    for (std::uint64_t nth = 1; nth <= calls.calls(where); nth += stride) {
      for (const callback_deed deed : all_callback_deeds) {
        if (!way.goes_on(callbacks_strategy)) return false;
        const bool happened = counts.play_acting(callbacks_strategy, what, {where, nth, deed});
        if (seen) seen->acted(deed, happened);
        ++result.tried;
      }
    }
  }
  return true;
}

}  // namespace

void play_callbacks(const subject& parser, const checked_stream& stream, std::uint64_t plays_max, tally& counts,
                    std::optional<survey>& seen, course& way, check_report& report) {
  const std::vector<sim::delivery> deliveries = deliveries_of(stream);
  std::vector<callback_script> calls;
  strategy_result result{std::string(callbacks_strategy), 0, 0, true};
  for (const sim::delivery& what : deliveries) {
    callback_script& counted = calls.emplace_back(nullptr);
    if (!parser.play_acting(stream.bytes, what.steps, stream.heard, counted)) return;
    const std::uint64_t all = counted.calls(acting_callback::collect) + counted.calls(acting_callback::found);
    result.possible += all * all_callback_deeds.size();
  }
  const std::uint64_t stride = result.possible / std::max<std::uint64_t>(1, plays_max) + 1;
  for (std::size_t i = 0; i < deliveries.size() && result.complete; ++i) {
    result.complete = play_calls(deliveries[i], calls[i], stride, counts, seen, way, result);
  }
  report.stopped = report.stopped || !result.complete;
  report.strategies.push_back(result);
}

}  // namespace asynchat::properties
