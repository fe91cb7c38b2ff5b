#include "real_check.h"

#include <asynchat/properties/evaluation.h>
#include <asynchat/properties/explain.h>
#include <asynchat/properties/repro_file.h>
#include <asynchat/sim/random.h>
#include <asynchat/sim/tier.h>
#include <asynchat/traces/dialogue.h>
#include <asynchat/traces/repro.h>
#include <asynchat/traces/trace_reader.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace asynchat::real_parsers {
namespace {

const std::string source = ASYNCHAT_SOURCE;

// Whether a law accuses does not depend on the build; the sanitizers, ten times slower, look at every tenth stream.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::uint64_t stride = 10;
#else
constexpr std::uint64_t stride = 1;
#endif

bool is_long() { return std::getenv("ASYNCHAT_LONG") != nullptr; }

// Of a long stream nothing affords more than the 64 plans of a strategy that are always tried.
const properties::check_options few_plans{.every_offset_bytes_max = 0, .strategy_bytes_max = 0};

constexpr std::uint64_t cases_under_every_plan = 32;
constexpr std::uint64_t cases_of_each = 400;
constexpr std::uint64_t long_cases_of_each = 6400;
constexpr std::size_t recorded_bytes_max = std::size_t{8} << 10;

std::vector<sim::ending> endings(stops how) {
  if (how == stops::ended) return {sim::ending::eof};
  return {sim::ending::eof, sim::ending::open};
}

std::string first_accusation(const properties::subject& parser, std::string_view bytes,
                             const properties::reference& model, stops how, const properties::check_options& options) {
  for (const sim::ending end : endings(how)) {
    const properties::checked_stream stream{bytes, end, {}, {}};
    const properties::check_report report = properties::check(parser, stream, model, options);
    if (const properties::failure* found = report.first_failure()) {
      return properties::explain(properties::shrink(parser, properties::make_counterexample(stream, *found), model));
    }
  }
  return {};
}

/// The same of one plan of each strategy that has any for these bytes, whichever the seed picks.
std::string accusation_of_one_plan_each(const properties::subject& parser, std::string_view bytes, stops how,
                                        std::uint64_t seed) {
  sim::random_source random(seed);
  for (const sim::ending end : endings(how)) {
    const properties::checked_stream stream{bytes, end, {}, {}};
    const sim::stream_shape shape{bytes, end, {}, {}, {}, seed};
    const properties::reference none;
    properties::evaluation player(parser, stream, none);
    for (const std::unique_ptr<const sim::strategy>& one : sim::quick_strategies()) {
      const std::uint64_t plans = one->count(shape);
      if (plans == 0) continue;
      const sim::delivery what = one->make(shape, random.below(plans));
      const properties::verdict verdict = player.judge(what);
      if (const properties::breach* found = properties::first_breach(verdict)) {
        return properties::explain(properties::make_counterexample(stream, {sim::to_string(*one), what, *found}));
      }
    }
  }
  return {};
}

}  // namespace

std::string accusation(const properties::subject& parser, std::string_view bytes, const properties::reference& model,
                       stops how) {
  return first_accusation(parser, bytes, model, how, {});
}

void expect_never_accused(const properties::subject& parser, const generator& generate, stops how) {
  const std::uint64_t cases = is_long() ? long_cases_of_each : cases_of_each;
  for (std::uint64_t seed = 0; seed < cases; seed += stride) {
    const std::string bytes = generate(seed);
    const std::string found = seed < cases_under_every_plan ? accusation(parser, bytes, {}, how)
                                                            : accusation_of_one_plan_each(parser, bytes, how, seed);
    ASSERT_EQ(found, "") << "seed " << seed << ": " << testing::PrintToString(bytes);
  }
}

std::string accusation_of_recorded(const properties::subject& parser, std::string_view trace, side from) {
  traces::trace_reader reader(source + "/traces/corpus/" + std::string(trace));
  std::size_t streams = 0;
  for (const traces::dialogue& talk : traces::read_dialogues(reader)) {
    const std::string& bytes = talk.from(from).bytes;
    if (bytes.empty() || (!is_long() && bytes.size() > recorded_bytes_max)) continue;
    ++streams;
    const auto options = is_long() ? properties::check_options{} : few_plans;
    const std::string found = first_accusation(parser, bytes, {}, stops::either, options);
    if (!found.empty()) return found;
  }
  EXPECT_GT(streams, 0u) << trace;
  return {};
}

std::string document(std::string_view name) {
  std::ifstream in(source + "/tests/data/real/" + std::string(name), std::ios::binary);
  EXPECT_TRUE(in.is_open()) << name;
  return {std::istreambuf_iterator<char>(in), {}};
}

void expect_differs_still(const properties::subject& parser) {
  const std::string path = source + "/tests/data/repros/real/" + parser.name() + ".repro.json";
  const traces::repro recorded = traces::read_repro(path);
  const properties::replayed again = properties::replay(parser, recorded, path);
  EXPECT_EQ(recorded.subject, parser.name());
  EXPECT_TRUE(again.failed_again) << path;
  EXPECT_EQ(again.explanation, recorded.explanation);
}

}  // namespace asynchat::real_parsers
