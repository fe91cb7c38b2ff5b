#include "sim_run.h"

#include <asynchat/traces/atomic_file.h>
#include <asynchat/transport/check.h>

#include <fmt/core.h>

#include <filesystem>
#include <mutex>
#include <utility>

#include "worker_pool.h"

namespace asynchat::cli {

sim_tally run_seeds(const seed_share& share, const run_one_seed& run, const sim_settings& settings) {
  sim_tally tally;
  std::mutex guard;
  const auto simulate = [&](std::size_t place) {
    const seed_result result = run(share.seed(place));
    ASYNCHAT_CHECK(result.seed == share.seed(place), "a result is that of the seed that was asked for");
    const std::lock_guard lock(guard);
    tally.add(result);
    if (settings.done) settings.done(place, result, tally);
  };
  run_in_parallel(share.size(), settings.jobs, simulate, settings.stop);
  return tally;
}

void write_repros(sim_tally& tally, const sim_campaign& campaign, const std::string& folder,
                  const repro_one_seed& repro, const std::function<bool()>& stop) {
  for (auto& [seed, failure] : tally.failures) {
    const std::string content = repro(seed, stop);
    if (content.empty()) continue;
    const std::string name = fmt::format("{}-seed-{}.repro.json", file_stem_of(campaign), seed);
    const std::string path = (std::filesystem::path(folder) / name).string();
    traces::atomic_file file(path);
    file.out() << content;
    file.commit();
    failure.repro_path = path;
  }
}

}  // namespace asynchat::cli
