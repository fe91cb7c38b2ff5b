#include "exit_status.h"

#include <fmt/core.h>

namespace asynchat::cli {

namespace {

struct meaning {
  exit_status status;
  const char* text;
};

constexpr meaning meanings[] = {
    {all_held, "all held"},
    {law_failed, "a law failed, a replay is not as recorded, or a check is not to be trusted"},
    {wrong_input, "the command line or an input file is wrong; one sentence on stderr says how"},
    {not_deterministic, "not deterministic: the same delivery or the same seed, played again, is told in another way"},
    {not_covered,
     "no law failed, and yet not all is covered that was asked for (prove --strict, check --tier full, merge, replay)"},
    {machine_trouble, "trouble of the machine, such as a full disk: the only one that is worth trying again"},
    {budget_ended, "the budget ended without a verdict, or a seed's bound did: what was tried held"},
    {interrupted, "interrupted by SIGINT: what was found so far has been told"},
};

}  // namespace

std::string_view word_for(exit_status status) {
  switch (status) {
    case all_held:
      return "held";
    case not_deterministic:
      return "not_deterministic";
    case not_covered:
      return "not_covered";
    case budget_ended:
      return "budget_ended";
    case interrupted:
      return "interrupted";
    default:
      return "failed";
  }
}

std::string exit_status_help() {
  std::string text = "Exit status:\n";
  for (const meaning& one : meanings) text += fmt::format("  {:>3}  {}\n", static_cast<int>(one.status), one.text);
  return text;
}

}  // namespace asynchat::cli
