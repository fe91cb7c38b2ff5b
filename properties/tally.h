#pragma once

#include <asynchat/properties/check.h>

#include <array>
#include <string>
#include <string_view>

namespace asynchat::properties {

/// Counts what the laws say, and keeps the first failure of each once playing it has confirmed it.
class tally {
 public:
  tally(evaluation& player, check_report& report) : player_(player), report_(report) {}

  /// Plays a delivery and counts what every law says of it; returns how much of the plan was played.
  played_steps play(std::string_view strategy, const sim::delivery& what);
  /// The same for law::replay, and for law::parity.
  void play_again(std::string_view strategy, const sim::delivery& what);
  void play_elsewhere(std::string_view strategy, const sim::delivery& what, const other_world& where);
  /// The same with a deed in one of the channel's callbacks; false where that never came.
  bool play_acting(std::string_view strategy, const sim::delivery& what, const callback_action& action);
  /// Counts a verdict; `where` is the other world that it is of, `action` what was done in a callback.
  void count(std::string_view strategy, const sim::delivery& what, const verdict& all,
             const other_world* where = nullptr, const callback_action* action = nullptr);
  /// Forgets what was said of other laws.
  void keep_only(law which);

  /// A delivery was judged without being played as such.
  void judged(law which) { ++result(which).cases; }
  /// It broke the law.
  void broke(law which) {
    law_result& one = result(which);
    if (one.broken++ == 0) one.found_after = one.cases;
  }
  /// True as long as a failure of that law is wanted to show for it: the first, and a few more that may be graver.
  bool wants_example(law which);
  /// Plays the delivery; true when it breaks the law. The gravest, and of those the first, is kept as the example.
  bool confirm(law which, std::string_view strategy, const sim::delivery& what);
  /// No delivery could be confirmed.
  void give_up(law which, std::string_view strategy, const sim::delivery& what);

 private:
  /// How often a failure may turn out not to be one before the rest is only counted.
  static constexpr int unconfirmed_max = 8;

  /// After how many examples the gravest of them will do.
  static constexpr int examples_max = 16;

  void keep(law which, std::string_view strategy, const sim::delivery& what, const breach& found,
            const other_world* where = nullptr, const callback_action* action = nullptr);
  law_result& result(law which) { return report_.laws[static_cast<std::size_t>(which)]; }

  evaluation& player_;
  check_report& report_;
  int unconfirmed_ = 0;
  std::array<int, all_laws.size()> examples_{};
};

/// True when the first breach tells of a graver difference than the second.
bool is_graver(const breach& one, const breach& other);

}  // namespace asynchat::properties
