#include "second_play.h"

#include <asynchat/properties/hearing.h>
#include <asynchat/transport/check.h>

#include <limits>
#include <numeric>
#include <variant>

namespace asynchat::properties {
namespace {

/// How often a failure must show again to be believed.
constexpr int doubts = 3;

/// The plan, read from its text.
sim::plan written_and_read(const sim::plan& steps) {
  auto parsed = sim::parse_plan(sim::to_string(steps), {.steps_max = std::numeric_limits<std::size_t>::max()});
  ASYNCHAT_CHECK(std::holds_alternative<sim::plan>(parsed), "every plan has a text");
  return std::get<sim::plan>(std::move(parsed));
}

verdict verdict_of(law which, const trial& one) {
  verdict result;
  const auto number = static_cast<std::size_t>(which);
  result.judged[number] = applies(which, one);
  if (result.judged[number]) result.breaches[number] = judge(which, one);
  return result;
}

}  // namespace

verdict evaluation::judge_again(const sim::delivery& what, const events* told_before) {
  const std::string bytes = sim::bytes_of(stream_.bytes, what);
  trial one{bytes, &what.steps};
  outcome first;
  if (told_before == nullptr) {
    first = play(what);
    if (first.account) one.account = &*first.account;
  }
  one.seen = told_before == nullptr ? &first.log : told_before;
  sim::delivery from_text = what;
  from_text.steps = written_and_read(what.steps);
  const outcome again = play(from_text);
  one.again = &again;
  return verdict_of(law::replay, one);
}

verdict evaluation::judge_elsewhere(const sim::delivery& what, const other_world& where) {
  const std::unique_ptr<wire> far = where.connect(what.steps.end);
  if (far == nullptr) return {};
  const std::string bytes = sim::bytes_of(stream_.bytes, what);
  const std::optional<events> told = parser_.play_over(*far, bytes, what.steps, heard_by(what));
  if (!told) return {};
  const outcome here = play(what);
  trial one{bytes, &what.steps, &here.log};
  one.elsewhere = &*told;
  verdict result = verdict_of(law::parity, one);
  if (std::optional<breach>& found = result.breaches[static_cast<std::size_t>(law::parity)]) found->note = where.name;
  return result;
}

bool judge_replay(evaluation& player, const checked_stream& stream, const std::vector<sim::selection>& tier,
                  const sim::stream_shape& shape, tally& counts, const check_report& report) {
  const sim::delivery whole = whole_delivery(stream);
  counts.count("whole", whole, player.judge_again(whole, &player.whole()));
  if (report[law::replay].broken > 0) return false;
  for (const std::string_view name : {"byte", "empty_reads", "short_write", "random"}) {
    for (const sim::selection& chosen : tier) {
      if (chosen.what->name() != name || chosen.indices.empty()) continue;
      counts.play_again(name, chosen.what->make(shape, chosen.indices[chosen.indices.size() / 2]));
      if (report[law::replay].broken > 0) return false;
    }
  }
  return true;
}

void doubt_failures(evaluation& player, tally& counts, check_report& report) {
  const failure* accused = report.first_failure();
  if (accused == nullptr || accused->of || accused->action) return;
  const failure found = *accused;
  const law broken = found.details.broken;
  const bool compared = broken == law::invariance || broken == law::empty_reads;
  const events& told = broken == law::parity ? found.details.expected : found.details.observed;
  for (int times = 0; times < doubts && report[law::replay].broken == 0; ++times) {
    counts.count(found.strategy, found.what, player.judge_again(found.what, &told));
    if (!compared) continue;
    const sim::delivery whole = in_one_read(found.what);
    counts.count("whole", whole, player.judge_again(whole, &found.details.expected));
  }
  if (report[law::replay].broken > 0) counts.keep_only(law::replay);
}

void judge_parity(const checked_stream& stream, const check_options& options, tally& counts) {
  const std::size_t size = stream.bytes.size();
  std::vector<std::size_t> everywhere(size);
  std::iota(everywhere.begin(), everywhere.end(), std::size_t{0});
  for (const other_world& where : options.other_worlds) {
    if (options.stop && options.stop()) return;
    counts.play_elsewhere("recorded", {sim::cut_at(size, stream.recorded_cuts, stream.end), size, {}}, where);
    if (options.stop && options.stop()) return;
    if (size > options.single_bytes_elsewhere_max) continue;
    counts.play_elsewhere("byte", {sim::cut_at(size, everywhere, stream.end), size, {}}, where);
  }
}

}  // namespace asynchat::properties
