#include "report/findings.h"

#include <algorithm>

#include "report/median.h"

namespace asynchat::bench {

namespace {

using enum yardstick;

double measure_once(yardstick by, double ours, double rival) {
  switch (by) {
    case times_as_fast:
      return rival / ours;
    case times_as_dear:
      return ours / rival;
    case gigabytes:
      return 1e-9 / ours;
    case a_second:
      return 1 / ours;
    case amount:
      break;
  }
  return ours;
}

bool passes(yardstick by, double measured, double limit) {
  return more_is_better(by) ? measured >= limit : measured <= limit;
}

/// Fills in one pair's figures; false when one of the two did not run.
bool compare(const contest& all, const gate& asked, const gate::pair& pair, finding& result) {
  const contestant* ours = all.find(asked.task, pair.ours);
  const contestant* rival = pair.rival.empty() ? ours : all.find(asked.task, pair.rival);
  for (const contestant* each : {ours, rival}) {
    if (each != nullptr && !each->costs.empty()) continue;
    result.reason = each == nullptr ? "no such contestant" : each->name + ": " + each->skipped;
    return false;
  }
  std::vector<double> ratios;
  for (std::size_t i = 0; i < ours->costs.size(); ++i) {
    ratios.push_back(measure_once(asked.by, ours->costs[i], rival->costs[i]));
  }
  result.worst = pair;
  result.measured = median(ratios);
  result.lowest = *std::min_element(ratios.begin(), ratios.end());
  result.highest = *std::max_element(ratios.begin(), ratios.end());
  return true;
}

finding judge(const contest& all, const gate& asked) {
  finding result;
  result.asked = &asked;
  for (const gate::pair& pair : asked.pairs) {
    finding next;
    next.asked = &asked;
    next.says = verdict::informs;
    if (!compare(all, asked, pair, next)) {
      result.says = verdict::skipped;
      result.reason = next.reason;
      return result;
    }
    const bool worse = more_is_better(asked.by) ? next.measured < result.measured : next.measured > result.measured;
    if (result.says == verdict::skipped || worse) result = next;
  }
  if (asked.limit) {
    result.says = passes(asked.by, result.measured, *asked.limit) ? verdict::holds : verdict::falls_short;
  }
  return result;
}

}  // namespace

std::vector<finding> judge(const contest& all) {
  std::vector<finding> findings;
  for (const gate& asked : all.gates()) findings.push_back(judge(all, asked));
  return findings;
}

}  // namespace asynchat::bench
