#include "all.h"

namespace asynchat::properties {
namespace {

std::optional<breach> judge_limits(const trial& one) {
  if (one.model != nullptr) return equal_logs(law::limits, *one.model, *one.seen);
  return equal_logs(law::limits, *one.whole, *one.seen);
}

}  // namespace

const law_entry limits_law{
    law::limits, "limits",
    "a frame just below, at and just above a limit is taken or refused whatever the cut, with one error, and what "
    "follows is read from the same place",
    [](const trial& one) { return one.made_for == law::limits && (one.model != nullptr || one.whole != nullptr); },
    judge_limits};

}  // namespace asynchat::properties
