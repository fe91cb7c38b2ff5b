#include "check_run.h"

#include <asynchat/properties/explain.h>
#include <asynchat/properties/repro_file.h>
#include <asynchat/properties/ruler.h>

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <mutex>
#include <numeric>
#include <set>

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

/// Where in the recorded stream a failure shows: at its first cut, or where the delivery ends.
std::size_t offset_of(const properties::failure& found) {
  const std::vector<std::size_t> cuts = sim::cuts_of(found.what.steps);
  return cuts.empty() ? found.what.kept : cuts.front();
}

checked check_stream(const recorded_stream& source, const std::string& stem, const framing_choice& framing,
                     const check_settings& settings) {
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
  options.strategies = settings.strategies;
  options.stop = settings.stop;
  if (settings.within) {
    options.progress = [&](const properties::check_progress& now) { settings.within(source, now); };
  }
  result.report = properties::check(*parser.subject, stream, parser.model, options);
  if (const properties::failure* found = result.report.first_failure()) {
    const properties::counterexample small =
        properties::shrink(*parser.subject, properties::make_counterexample(stream, *found), parser.model,
                           {.out_of_time = time_limit(shrink_time_max)});
    result.failure = tell(small, source, stem, framing.name(), *parser.subject, parser.model, settings);
    result.failure->found_at = offset_of(*found);
  }
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
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
  result.repro_path = repro_path(source, stem, result.law, settings.repro_folder);
  const traces::provenance provenance{std::to_string(settings.seed), small.strategy, source.trace,
                                      "asynchat " + std::string(version)};
  traces::repro recorded = properties::to_repro(parser, small, {source.conn, source.from, provenance});
  recorded.subject = subject;
  traces::write_repro(result.repro_path, recorded);
  return result;
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
  for_each_stream(streams, settings, [&](std::size_t index) {
    results[index] = check_stream(streams[index], names.at(streams[index].trace), framing, settings);
  });
  return results;
}

}  // namespace asynchat::cli
