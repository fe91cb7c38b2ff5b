#include "prove_run.h"

#include <asynchat/properties/watchdog/feed_watchdog.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <utility>

#include "time_limit.h"

namespace asynchat::cli {

namespace {

proven prove_stream(const recorded_stream& source, const std::string& stem, const framing_choice& framing,
                    std::size_t window_bytes, properties::feed_watchdog& dog, const check_settings& settings) {
  const auto begin = std::chrono::steady_clock::now();
  const checked_parser parser = framing.parser_for(source.from);
  const properties::checked_stream stream{source.bytes, source.end, source.heard, source.recorded_cuts};
  proven result{.stream = source, .bytes = source.bytes.size()};
  const properties::feed_watchdog::watched_thread watched(dog, [&](const properties::counterexample& hung) {
    checked told{.stream = source, .bytes = source.bytes.size()};
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
    result.report.found.reset();
  }
  return result;
}

}  // namespace

std::vector<proven> prove_streams(stream_source& source, const stems& names, const framing_choice& framing,
                                  std::size_t window_bytes, const check_settings& settings) {
  std::vector<proven> results;
  std::mutex guard;
  properties::feed_watchdog dog(settings.feed_limit);
  for_each_stream(source, settings, [&](const waiting_streams::turn& mine) {
    proven one = prove_stream(mine.stream, names.at(mine.stream.trace), framing, window_bytes, dog, settings);
    const std::lock_guard lock(guard);
    results.push_back(std::move(one));
  });
  std::sort(results.begin(), results.end(),
            [](const proven& a, const proven& b) { return a.stream.place < b.stream.place; });
  return results;
}

}  // namespace asynchat::cli
