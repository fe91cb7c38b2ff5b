#include "tally.h"

namespace asynchat::properties {

void tally::play(std::string_view strategy, const sim::delivery& what) {
  const verdict all = player_.judge(what);
  for (const law which : all_laws) {
    if (!all.judged[static_cast<std::size_t>(which)]) continue;
    judged(which);
    if (!all[which]) continue;
    ++result(which).broken;
    if (!result(which).first) result(which).first = failure{std::string(strategy), what, *all[which]};
  }
}

bool tally::confirm(law which, std::string_view strategy, const sim::delivery& what) {
  const verdict all = player_.judge(what);
  if (all[which]) result(which).first = failure{std::string(strategy), what, *all[which]};
  return all[which].has_value();
}

void tally::give_up(law which, std::string_view strategy, const sim::delivery& what) {
  if (unconfirmed_++ > 0) return;
  report_.troubles.push_back("the states of the parser do not tell all: from a restored one the law " +
                             std::string(to_string(which)) + " is broken by a plan of " + std::string(strategy) +
                             " that holds when it is played: " + sim::to_string(what.steps));
}

}  // namespace asynchat::properties
