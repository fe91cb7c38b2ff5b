#include "check_run.h"

#include <asynchat/properties/explain.h>
#include <asynchat/properties/repro_file.h>
#include <asynchat/properties/ruler.h>
#include <asynchat/properties/watchdog/feed_watchdog.h>
#include <asynchat/properties/watchdog/processor_clock.h>

#include <fmt/core.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <mutex>
#include <numeric>
#include <set>

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

/// An event a line.
std::vector<std::string> lines_of(const properties::events& log) {
  std::vector<std::string> lines;
  for (const properties::event& one : log.list()) lines.push_back(fmt::format("{}", fmt::streamed(one)));
  return lines;
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
  checked result;
  result.stream = &source;
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
  checked result;
  result.stream = &source;
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

std::vector<bool> longest_of_each_side(const std::vector<recorded_stream>& streams) {
  std::vector<bool> result(streams.size(), false);
  for (const side from : {side::client, side::server}) {
    std::optional<std::size_t> longest;
    for (std::size_t i = 0; i < streams.size(); ++i) {
      const bool longer = !longest || streams[i].bytes.size() > streams[*longest].bytes.size();
      if (streams[i].from == from && longer) longest = i;
    }
    if (longest) result[*longest] = true;
  }
  return result;
}

}  // namespace

stems stems_of(const std::vector<recorded_stream>& streams) {
  stems result;
  std::set<std::string> taken;
  for (const recorded_stream& stream : streams) {
    if (result.count(stream.trace) > 0) continue;
    std::string name = std::filesystem::path(stream.trace).filename().string();
    name = name.substr(0, name.find('.'));
    std::string stem = name;
    for (int number = 2; !taken.insert(stem).second; ++number) stem = name + '-' + std::to_string(number);
    result[stream.trace] = stem;
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

void for_each_stream(const std::vector<recorded_stream>& streams, const check_settings& settings,
                     const std::function<void(std::size_t)>& work) {
  std::mutex progress_guard;
  std::size_t done = 0;
  if (settings.progress) settings.progress(done);
  // The longest first, so that no thread is left alone with one of them.
  std::vector<std::size_t> order(streams.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return streams[a].bytes.size() > streams[b].bytes.size(); });
  run_in_parallel(streams.size(), settings.jobs, [&](std::size_t turn) {
    work(order[turn]);
    const std::lock_guard lock(progress_guard);
    ++done;
    if (settings.progress) settings.progress(done);
  });
}

std::vector<checked> check_streams(const std::vector<recorded_stream>& streams, const framing_choice& framing,
                                   const check_settings& settings) {
  const stems names = stems_of(streams);
  std::vector<checked> results(streams.size());
  const std::vector<bool> longest = longest_of_each_side(streams);
  const std::optional<framing_choice> limited = framing.limited();
  properties::feed_watchdog dog(settings.feed_limit);
  for_each_stream(streams, settings, [&](std::size_t index) {
    results[index] =
        check_stream(streams[index], names.at(streams[index].trace), framing, {longest[index], limited}, dog, settings);
  });
  return results;
}

}  // namespace asynchat::cli
