#include "tally.h"

#include <algorithm>

namespace asynchat::properties {

played_steps tally::play(std::string_view strategy, const sim::delivery& what) {
  const verdict all = player_.judge(what);
  count(strategy, what, all);
  return all.played;
}

void tally::play_again(std::string_view strategy, const sim::delivery& what) {
  count(strategy, what, player_.judge_again(what));
}

void tally::play_elsewhere(std::string_view strategy, const sim::delivery& what, const other_world& where) {
  count(strategy, what, player_.judge_elsewhere(what, where), &where);
}

bool tally::play_acting(std::string_view strategy, const sim::delivery& what, const callback_action& action) {
  const verdict all = player_.judge_acting(what, action);
  count(strategy, what, all, nullptr, &action);
  return std::find(all.judged.begin(), all.judged.end(), true) != all.judged.end();
}

void tally::count(std::string_view strategy, const sim::delivery& what, const verdict& all, const other_world* where,
                  const callback_action* action) {
  for (const law which : all_laws) {
    if (!all.judged[static_cast<std::size_t>(which)]) continue;
    judged(which);
    if (!all[which]) continue;
    broke(which);
    keep(which, strategy, what, *all[which], where, action);
  }
}

void tally::keep_only(law which) {
  for (const law one : all_laws) {
    if (one != which) result(one) = {};
  }
}

bool tally::wants_example(law which) {
  if (unconfirmed_ >= unconfirmed_max) return false;
  const std::optional<failure>& first = result(which).first;
  if (!first) return true;
  const std::optional<difference>& where = first->details.where;
  const bool gravest = !where || where->kind == difference_kind::verdict;
  return !gravest && examples_[static_cast<std::size_t>(which)] < examples_max;
}

bool tally::confirm(law which, std::string_view strategy, const sim::delivery& what) {
  const verdict all = player_.judge(what);
  if (all[which]) keep(which, strategy, what, *all[which]);
  return all[which].has_value();
}

void tally::keep(law which, std::string_view strategy, const sim::delivery& what, const breach& found,
                 const other_world* where, const callback_action* action) {
  ++examples_[static_cast<std::size_t>(which)];
  std::optional<failure>& first = result(which).first;
  if (first && !is_graver(found, first->details)) return;
  first = failure{std::string(strategy), what, found};
  if (where != nullptr) first->elsewhere = *where;
  if (action != nullptr) first->action = *action;
}

void tally::give_up(law which, std::string_view strategy, const sim::delivery& what) {
  if (unconfirmed_++ > 0) return;
  report_.troubles.push_back("the states of the parser do not tell all: from a restored one the law " +
                             std::string(to_string(which)) + " is broken by a plan of " + std::string(strategy) +
                             " that holds when it is played: " + sim::to_string(what.steps));
}

bool is_graver(const breach& one, const breach& other) {
  return one.where && other.where && one.where->kind < other.where->kind;
}

}  // namespace asynchat::properties
