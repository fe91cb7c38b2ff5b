#include "shrink_run.h"

#include <asynchat/properties/counterexample.h>
#include <asynchat/properties/repro_file.h>
#include <asynchat/properties/ruler.h>
#include <asynchat/properties/simulation/run_seed.h>

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "programs/foreign_subject.h"
#include "replay_simulation.h"
#include "simulated_protocols.h"
#include "version.h"

namespace asynchat::cli {

namespace {

namespace simulation = properties::simulation;

/// Shrinks the delivery of one stream.
class stream_shrinker {
 public:
  stream_shrinker(const repro_subject& subject, const traces::repro& recorded, const std::string& path,
                  shrink_limit& limit)
      : subject_(subject), recorded_(recorded), path_(path), limit_(limit) {}

  shrunk run() {
    if (!fails(recorded_)) return {shrunk::verdict::held, {}, {}};
    const properties::recorded_example read = properties::read_example(recorded_, path_);
    shrunk result{shrunk::verdict::smallest, recorded_, ruler_of(read.example)};
    const std::optional<properties::counterexample> example = failing(read.example);
    if (!example) result.how = shrunk::verdict::whole;
    if (!example) return result;
    const properties::counterexample small = smaller(*example);
    if (!is_smaller(small, *example)) return result;
    const traces::repro written = repro_of(small, *read.stream);
    if (!small.stable || !fails(written) || !fails(written)) return {shrunk::verdict::unsteady, {}, {}};
    return {shrunk::verdict::smaller, written, ruler_of(small)};
  }

 private:
  bool fails(const traces::repro& what) const {
    if (subject_.foreign != nullptr) subject_.foreign->forget();
    return properties::replay(*subject_.parser, what, path_, means_).failed_again;
  }

  bool replays(properties::counterexample& example) const {
    std::optional<properties::breach> found = properties::replay(*subject_.parser, example, subject_.model);
    if (found) example.details = *std::move(found);
    return found.has_value();
  }

  /// The example with what a file does not say of it: where its changed suffix begins, in which world it was played.
  std::optional<properties::counterexample> failing(properties::counterexample example) const {
    const properties::law broken = example.details.broken;
    if (broken == properties::law::linear_cost) return std::nullopt;
    if (broken == properties::law::parity) {
      for (const properties::other_world& where : means_.other_worlds) {
        example.elsewhere = where;
        if (replays(example)) return example;
      }
      return std::nullopt;
    }
    if (broken != properties::law::suffix) return replays(example) ? std::optional(example) : std::nullopt;
    const properties::events expected = example.details.expected;
    for (example.kept = example.bytes.size(); example.kept > 0 && !limit_.reached();) {
      --example.kept;
      if (replays(example) && example.details.expected == expected) return example;
    }
    return std::nullopt;
  }

  properties::counterexample smaller(properties::counterexample best) const {
    constexpr auto no_limit = std::numeric_limits<std::size_t>::max();
    const properties::shrink_limits limits{no_limit, no_limit, limit_.asked()};
    while (true) {
      properties::counterexample next = properties::shrink(*subject_.parser, best, subject_.model, limits);
      if (!is_smaller(next, best) || limit_.reached()) return next;
      best = std::move(next);
    }
  }

  static bool is_smaller(const properties::counterexample& one, const properties::counterexample& than) {
    return one.bytes != than.bytes || one.steps != than.steps || one.action != than.action;
  }

  traces::repro repro_of(const properties::counterexample& small, const traces::repro_stream& stream) const {
    traces::provenance origin = recorded_.origin;
    origin.tool_version = "asynchat " + std::string(version);
    traces::repro result = properties::to_repro(*subject_.parser, small, {stream.conn, stream.from, origin});
    result.subject = recorded_.subject;
    return result;
  }

  std::string ruler_of(const properties::counterexample& example) const {
    return properties::draw(properties::ruler_of(example, subject_.model),
                            {.width = std::min<std::size_t>(100, output_width())});
  }

  const repro_subject& subject_;
  const traces::repro& recorded_;
  const std::string& path_;
  shrink_limit& limit_;
  const properties::check_options means_ = means_of_replay();
};

/// Shrinks the schedule of a simulation.
shrunk shrink_simulation(const traces::repro& recorded, const std::string& path, shrink_limit& limit) {
  const simulation::scenario_maker maker = simulation_named_in(recorded, path);
  const simulation::run_options bounds = replay_bounds();
  const auto play = [&](const traces::repro& what) { return simulation::play_repro(maker, what, path, bounds); };
  const auto fails = [&](const simulation::seed_outcome& seen) {
    return seen.failure && seen.failure->law == recorded.property;
  };
  const simulation::seed_outcome first = play(recorded);
  if (first.bound) return {shrunk::verdict::undecided, {}, {}};
  if (!fails(first)) return {shrunk::verdict::held, {}, {}};
  shrunk result{shrunk::verdict::smallest, recorded, {}};
  constexpr auto no_limit = std::numeric_limits<std::size_t>::max();
  while (true) {
    traces::repro small = simulation::shrink_schedule(maker, result.small, bounds, {no_limit, limit.asked()});
    if (small.schedule == result.small.schedule && small.streams == result.small.streams) break;
    result.how = shrunk::verdict::smaller;
    result.small = std::move(small);
    if (limit.reached()) break;
  }
  for (int times = 0; times < 2 && result.how == shrunk::verdict::smaller; ++times) {
    if (!fails(play(result.small))) result.how = shrunk::verdict::unsteady;
  }
  result.small.origin.tool_version = "asynchat " + std::string(version);
  return result;
}

}  // namespace

bool shrink_limit::reached() {
  using std::chrono::steady_clock;
  const steady_clock::time_point now = steady_clock::now();
  if (now >= next_word_) {
    const double left = seconds_ - std::chrono::duration<double>(now - begin_).count();
    progress_.show(fmt::format("shrinking for {:.0f} s at most", std::max(0.0, left)));
    next_word_ = now + std::chrono::milliseconds(200);
  }
  return limit_.reached();
}

shrunk shrink_repro(const traces::repro& recorded, const repro_subject& subject, const std::string& path,
                    shrink_limit& limit) {
  if (recorded.subject.starts_with(simulated_prefix)) return shrink_simulation(recorded, path, limit);
  return stream_shrinker(subject, recorded, path, limit).run();
}

}  // namespace asynchat::cli
