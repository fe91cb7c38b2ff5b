#pragma once

#include <string>

namespace asynchat::cli {

/// What is wrong with a name after --strategy; empty when nothing is.
std::string not_a_strategy(const std::string& name);

/// The table of strategies for --help: the names, and the bug that each finds.
std::string strategy_help();

}  // namespace asynchat::cli
