#include "all.h"

namespace asynchat::properties {
namespace {

std::optional<breach> judge_suffix(const trial& one) {
  if (begins_with(*one.seen, *one.kept_alone)) return std::nullopt;
  return equal_logs(law::suffix, *one.kept_alone, *one.seen);
}

}  // namespace

const law_entry suffix_law{law::suffix, "suffix",
                           "what the parser tells of a frame does not depend on the bytes after it",
                           [](const trial& one) { return one.kept_alone != nullptr; }, judge_suffix};

}  // namespace asynchat::properties
