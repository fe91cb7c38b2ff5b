#include "wire_laws.h"

#include <asynchat/properties/evaluation.h>
#include <asynchat/properties/explain.h>

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

namespace asynchat::properties::simulation {
namespace {

constexpr std::array ledger_laws{law::order, law::frames, law::bounds, law::conservation};

sim::plan without_empty_reads(sim::plan steps) {
  std::erase_if(steps.recv, [](const sim::recv_step& step) { return std::holds_alternative<sim::block>(step); });
  return steps;
}

/// The log is not the model's: which law that breaks. If the cuts are what matters, the parser agrees with the model
/// on the same bytes in one read; if the empty reads are, on the same cuts without them.
breach name_breach(const parsed_wire& one, const events& model, const difference& where) {
  const sim::plan& steps = one.wire.steps;
  if (steps.end == sim::ending::open && where.index == one.seen.size()) {
    return {law::progress, where, {}, model, one.seen};
  }
  const auto agrees = [&](const sim::plan& played) {
    return one.parser.play(one.wire.handed, played, one.heard).log == model;
  };
  const sim::plan full_reads = without_empty_reads(steps);
  law broken = law::model;
  if (full_reads != steps && agrees(full_reads)) {
    broken = law::empty_reads;
  } else if (agrees(sim::cut_at(one.wire.handed.size(), {}, steps.end))) {
    broken = law::invariance;
  }
  return {broken, where, {}, model, one.seen};
}

/// The model's log up to some place, a part of a payload at its end; and what a close in the middle of a frame tells.
bool is_start_of(const events& model, const events& seen) {
  std::size_t size = seen.size();
  if (size > 0 && seen.list().back().name == "incomplete") --size;
  for (std::size_t i = 0; i < size; ++i) {
    if (i == model.size()) return false;
    const event& wanted = model.list()[i];
    const event& told = seen.list()[i];
    if (wanted == told) continue;
    return i + 1 == size && is_mergeable(wanted) && is_mergeable(told) && wanted.bytes.starts_with(told.bytes);
  }
  return true;
}

/// Without what a channel says of an error that left a handler.
events without_exceptions(const events& log) {
  events result;
  for (const event& one : log.list()) {
    if (one.name != "exception") result.add(one.name, one.bytes, one.numbers);
  }
  return result;
}

std::optional<breach> breach_of(const parsed_wire& one) {
  const bool ended = one.wire.steps.end != sim::ending::open;
  const events model = to_events(one.model(one.wire.handed, ended, one.heard));
  const std::optional<difference> where = compare(model, one.seen);
  // A failed read is an exception to an async_chat, and what was read before it may go untold.
  const bool is_excused = one.wire.failed ? is_start_of(model, without_exceptions(one.seen))
                                          : one.stopped_early && is_start_of(model, one.seen);
  if (where && !is_excused) return name_breach(one, model, *where);
  if (one.account == nullptr) return std::nullopt;
  const trial tried{one.wire.handed, &one.wire.steps, &one.seen, one.account};
  for (const law which : ledger_laws) {
    if (std::optional<breach> found = judge(which, tried)) return found;
  }
  return judge(law::progress, tried);
}

}  // namespace

std::optional<complaint> judge_wire(const parsed_wire& one, const std::string& name) {
  std::optional<breach> found = breach_of(one);
  if (!found) return std::nullopt;
  counterexample example{one.wire.handed,
                         one.wire.handed.size(),
                         one.wire.steps,
                         one.wire.steps.end,
                         {one.heard.begin(), one.heard.end()},
                         {},
                         *std::move(found)};
  const breach& details = example.details;
  return complaint{std::string(to_string(details.broken)), name + ": " + explain(example), details.expected,
                   details.observed};
}

}  // namespace asynchat::properties::simulation
