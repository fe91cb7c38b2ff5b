#pragma once

#include <string>

#include "terminal.h"

namespace asynchat::cli {

/// Escape sequences of a terminal; all empty where there is no colour.
struct palette {
  std::string title, good, bad, faint, client, server, plain;

  /// As stdout and NO_COLOR say.
  static palette chosen() {
    if (!output_in_colour()) return {};
    return {"\x1b[1m", "\x1b[32m", "\x1b[1;31m", "\x1b[2m", "\x1b[36m", "\x1b[33m", "\x1b[0m"};
  }
};

}  // namespace asynchat::cli
