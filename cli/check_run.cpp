#include "check_run.h"

#include <asynchat/properties/counterexample.h>
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

#include "version.h"
#include "worker_pool.h"

namespace asynchat::cli {

namespace {

/// What the repros of each trace are called: the trace's name up to its first dot, with a number where two are alike.
using stems = std::map<std::string, std::string>;

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

told_failure tell(const properties::failure& found, const properties::checked_stream& stream,
                  const recorded_stream& source, const std::string& stem, const framing_choice& framing,
                  const checked_parser& parser, const check_settings& settings) {
  const properties::counterexample example =
      properties::shrink(*parser.subject, properties::make_counterexample(stream, found), parser.model);
  told_failure result;
  result.law = to_string(example.details.broken);
  result.strategy = example.strategy;
  result.sentence = properties::explain(example);
  result.ruler = properties::draw(properties::ruler_of(example, parser.model), {.width = settings.ruler_width});
  result.plan = sim::to_string(example.steps);
  result.found_at = offset_of(found);
  result.repro_path = repro_path(source, stem, result.law, settings.repro_folder);
  const traces::provenance provenance{std::to_string(settings.seed), example.strategy, source.trace,
                                      "asynchat " + std::string(version)};
  traces::repro recorded = properties::to_repro(*parser.subject, example, {source.conn, source.from, provenance});
  recorded.subject = framing.name();
  traces::write_repro(result.repro_path, recorded);
  return result;
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
    result.failure = tell(*found, stream, source, stem, framing, parser, settings);
  }
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return result;
}

}  // namespace

std::vector<checked> check_streams(const std::vector<recorded_stream>& streams, const framing_choice& framing,
                                   const check_settings& settings) {
  const stems names = stems_of(streams);
  std::vector<checked> results(streams.size());
  std::mutex progress_guard;
  std::size_t done = 0;
  if (settings.progress) settings.progress(done);
  // The longest first, so that no thread is left alone with one of them.
  std::vector<std::size_t> order(streams.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return streams[a].bytes.size() > streams[b].bytes.size(); });
  run_in_parallel(streams.size(), settings.jobs, [&](std::size_t turn) {
    const std::size_t index = order[turn];
    results[index] = check_stream(streams[index], names.at(streams[index].trace), framing, settings);
    const std::lock_guard lock(progress_guard);
    ++done;
    if (settings.progress) settings.progress(done);
  });
  return results;
}

}  // namespace asynchat::cli
