#include <asynchat/properties/counterexample.h>
#include <asynchat/properties/hearing.h>

#include <utility>

namespace asynchat::properties {

counterexample make_counterexample(const checked_stream& checked, const failure& found) {
  const checked_stream stream = found.of ? found.of->view() : checked;
  const std::span<const heard_frame> heard = heard_by(stream.heard, sim::unchanged_bytes(found.what));
  std::string bytes = sim::bytes_of(stream.bytes, found.what);
  const std::size_t kept = bytes.size() - found.what.suffix.size();
  return {std::move(bytes), kept, found.what.steps, stream.end,  {heard.begin(), heard.end()}, found.strategy,
          found.details,    true, found.elsewhere,  found.action};
}

std::optional<breach> replay(const subject& parser, const counterexample& example, const reference& model,
                             const cost_clock& clock) {
  const law which = example.details.broken;
  const std::string_view bytes = example.bytes;
  const checked_stream stream{bytes.substr(0, example.kept), example.stream_end, example.heard};
  evaluation player(parser, stream, model);
  const sim::delivery what{example.steps, example.kept, std::string(bytes.substr(example.kept))};
  if (example.action) return player.judge_acting(what, *example.action)[which];
  if (which == law::linear_cost) return clock ? player.judge_cost(what, clock) : std::nullopt;
  if (which == law::epochs || which == law::limits) return player.judge_for(which, what);
  if (which == law::replay) return player.judge_again(what)[which];
  if (which != law::parity) return player.judge(what)[which];
  return example.elsewhere ? player.judge_elsewhere(what, *example.elsewhere)[which] : std::nullopt;
}

}  // namespace asynchat::properties
