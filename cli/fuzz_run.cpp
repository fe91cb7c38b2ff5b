#include "fuzz_run.h"

#include <asynchat/properties/fuzz/differential.h>
#include <asynchat/properties/fuzz/mutator.h>
#include <asynchat/properties/watchdog/feed_watchdog.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <set>
#include <utility>

#include "fuzz_corpus.h"
#include "fuzz_vocabulary.h"
#include "time_limit.h"
#include "worker_pool.h"

namespace asynchat::cli {

namespace {

using clock = std::chrono::steady_clock;

/// When a campaign is over, besides by its own finding.
struct stop_signs {
  std::optional<clock::time_point> deadline;
  std::atomic<bool> found_elsewhere{false};  ///< looked at only where there is a deadline
};

/// One job's inputs and what has come of them.
class campaign {
 public:
  campaign(const framing_choice& framing, const fuzz_settings& settings, std::uint64_t number, std::uint64_t runs)
      : settings_(settings),
        parser_(framing.parser_for(settings.from)),
        tester_(*parser_.subject, parser_.model),
        mutator_(vocabulary_for(framing)),
        random_(sim::derived_seed(settings.seed, number)),
        runs_max_(runs) {}

  void run(const std::vector<properties::fuzz_input>& seeds, bool tells_progress, stop_signs& stop) {
    constexpr std::uint64_t runs_between_looks = 1024;
    for (std::size_t i = 0; i < seeds.size() && !is_over(); ++i) try_input(seeds[i]);
    constexpr int generated = 64;
    for (int i = 0; i < generated && !is_over(); ++i) {
      try_input(mutator_.generate(settings_.stream_bytes_max, random_));
    }
    while (!is_over()) {
      try_input(changed());
      if (done_.runs % runs_between_looks != 0) continue;
      if (stop.deadline && (stop.found_elsewhere || clock::now() >= *stop.deadline)) return;
      if (tells_progress && settings_.progress) settings_.progress(done_);
    }
    if (found_) stop.found_elsewhere = true;
  }

  const fuzz_progress& done() const { return done_; }
  const std::optional<properties::counterexample>& found() const { return found_; }
  const checked_parser& parser() const { return parser_; }

 private:
  bool is_over() const { return found_.has_value() || done_.runs >= runs_max_; }

  void try_input(const properties::fuzz_input& input) {
    ++done_.runs;
    found_ = tester_.run(input, &shapes_);
    done_.findings = found_ ? 1 : 0;
    const bool is_new = shapes_.take_new() > 0;
    done_.shapes = shapes_.count();
    if (is_new || kept_.empty()) kept_.push_back(input);
    done_.kept = kept_.size();
  }

  /// A changed copy of an input that was kept: of the younger half every second time.
  const properties::fuzz_input& changed() {
    next_ = any_kept();
    if (random_.below(8) == 0) mutator_.cross(any_kept(), next_, settings_.stream_bytes_max, random_);
    mutator_.mutate(next_, settings_.stream_bytes_max, random_);
    return next_;
  }

  const properties::fuzz_input& any_kept() {
    const std::size_t first = random_.below(2) == 0 ? kept_.size() / 2 : 0;
    return kept_[first + static_cast<std::size_t>(random_.below(kept_.size() - first))];
  }

  const fuzz_settings& settings_;
  checked_parser parser_;
  properties::differential tester_;
  properties::mutator mutator_;
  sim::random_source random_;
  const std::uint64_t runs_max_;
  properties::shapes_seen shapes_;
  std::vector<properties::fuzz_input> kept_;
  properties::fuzz_input next_;
  fuzz_progress done_;
  std::optional<properties::counterexample> found_;
};

told_failure tell_of(const properties::counterexample& found, const checked_parser& parser,
                     const framing_choice& framing, const fuzz_settings& settings) {
  recorded_stream source;
  source.from = settings.from;
  check_settings files;
  files.seed = settings.seed;
  files.repro_folder = settings.repro_folder;
  files.ruler_width = settings.ruler_width;
  return tell(found, source, "fuzz-" + file_stem(framing.name()), framing.name(), *parser.subject, parser.model, files);
}

}  // namespace

fuzz_result fuzz(const framing_choice& framing, const std::vector<properties::fuzz_input>& seeds,
                 const fuzz_settings& settings) {
  const std::uint64_t runs = settings.runs.value_or(static_cast<std::uint64_t>(-1));
  stop_signs stop;
  if (settings.seconds) {
    stop.deadline =
        clock::now() + std::chrono::duration_cast<clock::duration>(std::chrono::duration<double>(*settings.seconds));
  }
  std::vector<std::unique_ptr<campaign>> campaigns;
  for (std::size_t i = 0; i < settings.jobs; ++i) {
    const std::uint64_t mine = runs / settings.jobs + (i < runs % settings.jobs ? 1 : 0);
    campaigns.push_back(std::make_unique<campaign>(framing, settings, i, mine));
  }
  properties::feed_watchdog dog(settings.feed_limit);
  run_in_parallel(settings.jobs, settings.jobs, [&](std::size_t i) {
    const properties::feed_watchdog::watched_thread watched(dog, [&](const properties::counterexample& hung) {
      settings.hung(tell_of(hung, campaigns[i]->parser(), framing, settings));
    });
    campaigns[i]->run(seeds, i == 0, stop);
  });

  fuzz_result result;
  std::set<std::string> laws;
  for (const std::unique_ptr<campaign>& one : campaigns) {
    result.done.runs += one->done().runs;
    result.done.kept += one->done().kept;
    result.done.shapes = std::max(result.done.shapes, one->done().shapes);
    result.done.findings += one->done().findings;
    if (one->found() && laws.insert(std::string(to_string(one->found()->details.broken))).second) {
      const checked_parser& parser = one->parser();
      const properties::counterexample small = properties::shrink(*parser.subject, *one->found(), parser.model,
                                                                  {.out_of_time = time_limit(shrink_time_max)});
      result.findings.push_back(tell_of(small, parser, framing, settings));
    }
  }
  return result;
}

}  // namespace asynchat::cli
