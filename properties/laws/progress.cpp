#include <asynchat/properties/wording.h>

#include "all.h"

namespace asynchat::properties {
namespace {

std::optional<breach> judge_progress(const trial& one) {
  if (one.so_far != nullptr) {
    if (std::optional<breach> late = equal_logs(law::progress, *one.so_far, *one.seen)) return late;
  }
  if (one.account == nullptr) return std::nullopt;
  const ledger& account = *one.account;
  if (!account.sent_to_end || account.sent.size() >= account.pushed.size()) return std::nullopt;
  const std::size_t unsent = account.pushed.size() - account.sent.size();
  return noted(law::progress, "it never sends the last " + bytes_text(unsent) + " of its output", one);
}

}  // namespace

const law_entry progress_law{law::progress, "progress",
                             "every feed returns, a frame is told of with its last byte, and what is queued is sent "
                             "once nothing stands in the way",
                             [](const trial& one) { return one.so_far != nullptr || one.account != nullptr; },
                             judge_progress};

}  // namespace asynchat::properties
