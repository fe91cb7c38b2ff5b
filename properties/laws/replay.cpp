#include "all.h"

namespace asynchat::properties {
namespace {

std::optional<breach> judge_replay(const trial& one) {
  if (std::optional<breach> found = equal_logs(law::replay, *one.seen, one.again->log)) return found;
  if (one.account == nullptr || !one.again->account) return std::nullopt;
  const ledger& again = *one.again->account;
  if (again.accounted != one.account->accounted) return noted(law::replay, "its callbacks are given other bytes", one);
  if (again.sent != one.account->sent) return noted(law::replay, "it sends other bytes", one);
  return std::nullopt;
}

}  // namespace

const law_entry replay_law{law::replay, "replay", "the same delivery, played again, is told the same",
                           [](const trial& one) { return one.again != nullptr; }, judge_replay};

}  // namespace asynchat::properties
