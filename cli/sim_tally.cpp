#include "sim_tally.h"

#include <asynchat/sim/random.h>

#include <iterator>

namespace asynchat::cli {

namespace {

template <class Detail>
void keep_lowest(std::map<std::uint64_t, Detail>& details) {
  while (details.size() > details_max) details.erase(std::prev(details.end()));
}

}  // namespace

void sim_tally::add(const seed_result& one) {
  ++seeds;
  digest += sim::derived_seed(one.seed, one.digest);
  events += one.events;
  faults.merge(one.faults);
  if (one.failure) {
    ++failed;
    failures[one.seed] = {*one.failure, {}};
    keep_lowest(failures);
  } else if (one.out_of_bound) {
    ++out_of_bound;
    bounds[one.seed] = one.bound_reason;
    keep_lowest(bounds);
  }
}

void sim_tally::add(const sim_tally& other) {
  seeds += other.seeds;
  digest += other.digest;
  events += other.events;
  faults.merge(other.faults);
  failed += other.failed;
  failures.insert(other.failures.begin(), other.failures.end());
  keep_lowest(failures);
  out_of_bound += other.out_of_bound;
  bounds.insert(other.bounds.begin(), other.bounds.end());
  keep_lowest(bounds);
}

std::uint64_t sim_tally::faults_fired() const {
  std::uint64_t sum = 0;
  for (const auto& [name, row] : faults.rows()) sum += row.fired;
  return sum;
}

}  // namespace asynchat::cli
