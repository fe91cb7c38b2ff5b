#include <asynchat/properties/laws.h>

#include <ostream>

#include "all.h"

namespace asynchat::properties {
namespace {

/// In the order of the enumeration.
const law_entry* const entries[] = {&invariance_law, &empty_reads_law, &suffix_law, &model_law,  &conservation_law,
                                    &frames_law,     &order_law,       &bounds_law, &epochs_law, &limits_law,
                                    &progress_law,   &linear_cost_law, &replay_law, &parity_law};

const law_entry& entry(law which) { return *entries[static_cast<std::size_t>(which)]; }

}  // namespace

std::string_view to_string(law which) { return entry(which).name; }
std::string_view sentence(law which) { return entry(which).sentence; }

std::optional<law> law_named(std::string_view name) {
  for (const law which : all_laws) {
    if (to_string(which) == name) return which;
  }
  return std::nullopt;
}

std::ostream& operator<<(std::ostream& out, law which) { return out << to_string(which); }

bool applies(law which, const trial& one) { return entry(which).applies(one); }
std::optional<breach> judge(law which, const trial& one) { return entry(which).judge(one); }

bool has_empty_reads(const sim::plan& steps) {
  for (const sim::recv_step& step : steps.recv) {
    if (brings_nothing(step)) return true;
  }
  return false;
}

bool begins_with(const events& log, const events& start) {
  if (start.size() > log.size()) return false;
  for (std::size_t i = 0; i < start.size(); ++i) {
    const event& wanted = start.list()[i];
    const event& found = log.list()[i];
    const bool goes_on =
        i + 1 == start.size() && is_mergeable(wanted) && is_mergeable(found) && found.bytes.starts_with(wanted.bytes);
    if (!goes_on && wanted != found) return false;
  }
  return true;
}

std::optional<breach> equal_logs(law which, const events& expected, const events& observed) {
  const std::optional<difference> where = compare(expected, observed);
  if (!where) return std::nullopt;
  return breach{which, where, {}, expected, observed};
}

std::optional<breach> first_slip(law which, slip kind, const trial& one) {
  for (const ledger_entry& entry : one.account->slips) {
    if (entry.broke == kind) return noted(which, entry.what, one);
  }
  return std::nullopt;
}

breach noted(law which, std::string note, const trial& one) {
  return {which, std::nullopt, std::move(note), one.whole != nullptr ? *one.whole : *one.seen, *one.seen};
}

}  // namespace asynchat::properties
