#include "made_laws.h"

#include <algorithm>

#include "made_streams.h"
#include "tally.h"

namespace asynchat::properties {
namespace {

void count_broken(law_result& result) {
  if (result.broken++ == 0) result.found_after = result.cases;
}

/// Delivers the cases and judges each delivery by the law that they were made for; returns how many bytes were played.
std::uint64_t judge_cases(const subject& parser, const reference& model, law which, const std::vector<made_case>& cases,
                          const std::function<bool()>& stop, law_result& result) {
  std::uint64_t played = 0;
  for (const made_case& one : cases) {
    if (stop && stop()) break;
    const checked_stream stream = one.stream.view();
    evaluation player(parser, stream, model);
    for (const sim::plan& steps : one.plans) {
      const sim::delivery what{steps, stream.bytes.size(), {}};
      const std::optional<breach> found = player.judge_for(which, what);
      ++result.cases;
      if (!found) continue;
      count_broken(result);
      if (result.first && !is_graver(*found, result.first->details)) continue;
      result.first = failure{std::string(to_string(which)), what, *found, one.stream};
    }
    played += player.bytes_played();
  }
  return played;
}

/// Above this, what grows is looked at again on a longer stream, where it shows what it is.
constexpr double suspect_exponent_min = 1.1;
constexpr std::array<std::size_t, 3> scales{1, 4, 16};

/// Returns the exponent.
double judge_cost(const subject& parser, const made_case& one, const cost_clock& clock, check_report& report) {
  const checked_stream grown = one.stream.view();
  const reference none;
  const sim::delivery what{one.plans.front(), grown.bytes.size(), {}};
  cost_growth growth;
  const std::optional<breach> found = evaluation(parser, grown, none).judge_cost(what, clock, &growth);
  report.bytes_delivered += growth.bytes[0] + growth.bytes[1] + growth.bytes[2];
  law_result& result = report.laws[static_cast<std::size_t>(law::linear_cost)];
  ++result.cases;
  if (found) count_broken(result);
  if (found && !result.first) {
    result.first = failure{std::string(to_string(law::linear_cost)), what, *found, one.stream};
  }
  return exponent_of(growth);
}

void judge_costs(const subject& parser, const checked_stream& stream, const reference& model,
                 const check_options& options, check_report& report) {
  double steepest = 0;
  for (const cost_kind kind : all_cost_kinds) {
    for (const std::size_t scale : scales) {
      if (options.stop && options.stop()) return;
      const double seen = judge_cost(parser, cost_case(stream, model, kind, scale), options.clock, report);
      steepest = std::max(steepest, seen);
      if (seen <= suspect_exponent_min || seen > linear_exponent_max) break;
    }
  }
  report.cost_exponent = steepest;
}

}  // namespace

law_result check_limits(const subject& parser, const reference& model, const std::function<bool()>& stop) {
  law_result result;
  for (const limit_probe& probe : parser.limits()) {
    judge_cases(parser, model, law::limits, limit_cases(probe), stop, result);
  }
  return result;
}

void judge_made_streams(const subject& parser, const checked_stream& stream, const reference& model,
                        const check_options& options, check_report& report) {
  report.bytes_delivered += judge_cases(parser, model, law::epochs, epoch_cases(stream, model), options.stop,
                                        report.laws[static_cast<std::size_t>(law::epochs)]);
  report.laws[static_cast<std::size_t>(law::limits)] = check_limits(parser, model, options.stop);
  // What is broken in another way is not worth a slow measurement.
  if (options.clock && !stream.bytes.empty() && report.first_failure() == nullptr)
    judge_costs(parser, stream, model, options, report);
  report.stopped = options.stop && options.stop();
}

}  // namespace asynchat::properties
