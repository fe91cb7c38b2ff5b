#include <asynchat/properties/counterexample.h>
#include <asynchat/properties/hearing.h>

namespace asynchat::properties {

counterexample make_counterexample(const checked_stream& stream, const failure& found) {
  const std::span<const heard_frame> heard = heard_by(stream.heard, found.what.kept);
  return {std::string(stream.bytes.substr(0, found.what.kept)) + found.what.suffix,
          found.what.kept,
          found.what.steps,
          stream.end,
          {heard.begin(), heard.end()},
          found.strategy,
          found.details,
          true};
}

std::optional<breach> replay(const subject& parser, const counterexample& example, const reference& model) {
  const std::string_view bytes = example.bytes;
  const checked_stream stream{bytes.substr(0, example.kept), example.stream_end, example.heard};
  evaluation player(parser, stream, model);
  const sim::delivery what{example.steps, example.kept, std::string(bytes.substr(example.kept))};
  return player.judge(what)[example.details.broken];
}

}  // namespace asynchat::properties
