#include "prove_run.h"

#include <asynchat/properties/watchdog/feed_watchdog.h>

#include <chrono>

#include "time_limit.h"

namespace asynchat::cli {

namespace {

proven prove_stream(const recorded_stream& source, const std::string& stem, const framing_choice& framing,
                    std::size_t window_bytes, properties::feed_watchdog& dog, const check_settings& settings) {
  const auto begin = std::chrono::steady_clock::now();
  const checked_parser parser = framing.parser_for(source.from);
  const properties::checked_stream stream{source.bytes, source.end, source.heard, source.recorded_cuts};
  proven result;
  result.stream = &source;
  const properties::feed_watchdog::watched_thread watched(dog, [&](const properties::counterexample& hung) {
    checked told;
    told.stream = &source;
    told.failure = tell(hung, source, stem, framing.name(), *parser.subject, parser.model, settings);
    settings.hung(told);
  });
  result.report =
      properties::prove(*parser.subject, stream, parser.model, {.window_bytes = window_bytes, .seed = settings.seed});
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (result.report.found) {
    const properties::counterexample small =
        properties::shrink(*parser.subject, properties::make_counterexample(stream, *result.report.found), parser.model,
                           {.out_of_time = time_limit(shrink_time_max)});
    result.failure = tell(small, source, stem, framing.name(), *parser.subject, parser.model, settings);
  }
  return result;
}

}  // namespace

std::vector<proven> prove_streams(const std::vector<recorded_stream>& streams, const framing_choice& framing,
                                  std::size_t window_bytes, const check_settings& settings) {
  const stems names = stems_of(streams);
  std::vector<proven> results(streams.size());
  properties::feed_watchdog dog(settings.feed_limit);
  for_each_stream(streams, settings, [&](std::size_t index) {
    results[index] = prove_stream(streams[index], names.at(streams[index].trace), framing, window_bytes, dog, settings);
  });
  return results;
}

}  // namespace asynchat::cli
