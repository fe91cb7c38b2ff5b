#include "check_run.h"

#include <asynchat/properties/explain.h>
#include <asynchat/properties/repro_file.h>
#include <asynchat/properties/ruler.h>
#include <asynchat/properties/watchdog/feed_watchdog.h>
#include <asynchat/properties/watchdog/processor_clock.h>

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <utility>

#include "event_text.h"
#include "socket_worlds.h"
#include "time_limit.h"
#include "version.h"
#include "worker_pool.h"

namespace asynchat::cli {

namespace {

std::string repro_path(const recorded_stream& stream, const std::string& stem, const std::string& law,
                       const std::string& folder) {
  const std::string name = fmt::format("{}-{}-{}-{}.repro.json", stem, stream.conn, to_string(stream.from), law);
  return (std::filesystem::path(folder) / name).lexically_normal().string();
}

told_failure shrink_and_tell(const properties::failure& found, const recorded_stream& source, const std::string& stem,
                             const std::string& subject, const checked_parser& parser, const check_settings& settings) {
  const properties::checked_stream stream{source.bytes, source.end, source.heard, source.recorded_cuts};
  const properties::counterexample small =
      properties::shrink(*parser.subject, properties::make_counterexample(stream, found), parser.model,
                         {.out_of_time = time_limit(shrink_time_max)});
  told_failure result = tell(small, source, stem, subject, *parser.subject, parser.model, settings);
  // Where the stream was made for the law, the place is none of the recorded stream's.
  result.found_at = std::min(offset_of(found), source.bytes.size());
  return result;
}

/// A parser has not returned: what there is to tell of it.
checked tell_hung(properties::counterexample hung, const recorded_stream& source, const std::string& stem,
                  const std::string& subject, const checked_parser& parser, const check_settings& settings) {
  const bool ended = hung.steps.end != sim::ending::open;
  if (parser.model) hung.details.expected = properties::to_events(parser.model(hung.bytes, ended, hung.heard));
  checked result{.stream = source, .bytes = source.bytes.size()};
  properties::law_result& progress = result.report.laws[static_cast<std::size_t>(properties::law::progress)];
  progress.cases = progress.broken = 1;
  result.failure = tell(hung, source, stem, subject, *parser.subject, parser.model, settings);
  return result;
}

/// What is judged once for each side, for it hardly depends on the stream: cost, and limits with a smaller twin.
struct of_the_parser {
  bool is_judged = false;
  const std::optional<framing_choice>& limited;
};

checked check_stream(const recorded_stream& source, const std::string& stem, const framing_choice& framing,
                     const of_the_parser& besides, properties::feed_watchdog& dog, const check_settings& settings) {
  checked result{.stream = source, .bytes = source.bytes.size()};
  if (settings.stop && settings.stop()) {
    result.begun = false;
    result.report.stopped = true;
    return result;
  }
  const auto begin = std::chrono::steady_clock::now();
  const checked_parser parser = framing.parser_for(source.from);
  const properties::checked_stream stream{source.bytes, source.end, source.heard, source.recorded_cuts};
  properties::check_options options;
  options.seed = settings.seed;
  options.tier = settings.tier;
  options.profile = settings.profile;
  options.strategies = settings.strategies;
  options.stop = settings.stop;
  if (settings.within) {
    options.progress = [&](const properties::check_progress& now) { settings.within(source, now); };
  }
  if (besides.is_judged) options.clock = properties::processor_clock();
  const auto hung_in = [&](const std::string& subject, const checked_parser& fed) {
    return [&source, &stem, &settings, &fed, subject](const properties::counterexample& hung) {
      settings.hung(tell_hung(hung, source, stem, subject, fed, settings));
    };
  };
  const properties::feed_watchdog::watched_thread watched(dog, hung_in(framing.name(), parser));
  options.other_worlds = socket_worlds();
  result.report = properties::check(*parser.subject, stream, parser.model, options);
  if (const properties::failure* found = result.report.first_failure()) {
    result.failure = shrink_and_tell(*found, source, stem, framing.name(), parser, settings);
  }
  if (besides.is_judged && besides.limited && settings.strategies.empty() && !result.report.stopped) {
    const checked_parser small = besides.limited->parser_for(source.from);
    const properties::feed_watchdog::watched_thread watched_too(dog, hung_in(besides.limited->name(), small));
    properties::law_result& limits = result.report.laws[static_cast<std::size_t>(properties::law::limits)];
    limits = properties::check_limits(*small.subject, small.model, settings.stop);
    if (limits.first && !result.failure) {
      result.failure = shrink_and_tell(*limits.first, source, stem, besides.limited->name(), small, settings);
    }
  }
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return result;
}

}  // namespace

stems stems_of(const std::vector<std::string>& traces) {
  stems result;
  std::set<std::string> taken;
  for (const std::string& trace : traces) {
    if (result.count(trace) > 0) continue;
    std::string name = std::filesystem::path(trace).filename().string();
    name = name.substr(0, name.find('.'));
    std::string stem = name;
    for (int number = 2; !taken.insert(stem).second; ++number) stem = name + '-' + std::to_string(number);
    result[trace] = stem;
  }
  return result;
}

told_failure tell(const properties::counterexample& small, const recorded_stream& source, const std::string& stem,
                  const std::string& subject, const properties::subject& parser, const properties::reference& model,
                  const check_settings& settings) {
  told_failure result;
  result.law = to_string(small.details.broken);
  result.strategy = small.strategy;
  result.sentence = properties::explain(small);
  result.ruler = properties::draw(properties::ruler_of(small, model), {.width = settings.ruler_width});
  result.plan = sim::to_string(small.steps);
  if (small.details.broken == properties::law::replay) {
    result.first_log = lines_of(small.details.expected);
    result.second_log = lines_of(small.details.observed);
  }
  result.repro_path = repro_path(source, stem, result.law, settings.repro_folder);
  const traces::provenance provenance{std::to_string(settings.seed), small.strategy, source.trace,
                                      "asynchat " + std::string(version)};
  traces::repro recorded = properties::to_repro(parser, small, {source.conn, source.from, provenance});
  recorded.subject = subject;
  traces::write_repro(result.repro_path, recorded);
  return result;
}

std::size_t offset_of(const properties::failure& found) {
  const std::vector<std::size_t> cuts = sim::cuts_of(found.what.steps);
  return cuts.empty() ? found.what.kept : cuts.front();
}

void for_each_stream(stream_source& source, const check_settings& settings,
                     const std::function<void(const waiting_streams::turn&)>& work) {
  waiting_streams waiting(source, waiting_streams::order::longest_first);
  std::mutex guard;
  bool failed = false;
  const auto next = [&] {
    const std::lock_guard lock(guard);
    return failed ? std::nullopt : waiting.take();
  };
  if (settings.progress) settings.progress(waiting.progress());
  const streams_progress begin = waiting.progress();
  const std::size_t threads = begin.all_read ? std::min(settings.jobs, begin.read) : settings.jobs;
  run_in_parallel(threads, threads, [&](std::size_t) {
    try {
      while (const std::optional<waiting_streams::turn> mine = next()) {
        work(*mine);
        const std::lock_guard lock(guard);
        waiting.finish(mine->stream);
        if (settings.progress) settings.progress(waiting.progress());
      }
    } catch (...) {
      const std::lock_guard lock(guard);
      failed = true;
      throw;
    }
  });
}

void check_streams(stream_source& source, const stems& names, const framing_choice& framing,
                   const check_settings& settings, const std::function<void(checked)>& take) {
  const std::optional<framing_choice> limited = framing.limited();
  properties::feed_watchdog dog(settings.feed_limit);
  std::mutex guard;
  for_each_stream(source, settings, [&](const waiting_streams::turn& mine) {
    const recorded_stream& stream = mine.stream;
    checked result = check_stream(stream, names.at(stream.trace), framing, {mine.is_longest, limited}, dog, settings);
    const std::lock_guard lock(guard);
    take(std::move(result));
  });
}

}  // namespace asynchat::cli
