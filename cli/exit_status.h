#pragma once

#include <string>
#include <string_view>

namespace asynchat::cli {

/// How the command ends; every subcommand keeps to it.
enum exit_status : int {
  all_held = 0,
  law_failed = 1,
  wrong_input = 2,        ///< the command line or an input file; one sentence on stderr
  not_deterministic = 3,  ///< something else is told when the same delivery or seed is played again
  not_covered = 4,        ///< no law failed, and yet not all is covered that was asked for
  machine_trouble = 75,   ///< out of memory, a full disk and the like: the only one worth trying again
  budget_ended = 124,     ///< without a verdict
  interrupted = 130       ///< by SIGINT, after what was found so far has been told
};

/// One word for how a command ended, in its JSON: "held", "failed", …
std::string_view word_for(exit_status status);

/// What each means, a line each.
std::string exit_status_help();

}  // namespace asynchat::cli
