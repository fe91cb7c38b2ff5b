#pragma once

#include <string>

namespace asynchat::cli {

/// The table of laws for --help.
std::string laws_help();

}  // namespace asynchat::cli
