#pragma once

#include <span>
#include <string>

namespace CLI {
class App;
}

namespace asynchat::cli {

/// The first of these options that stands on the command line; empty for none.
std::string first_given(const CLI::App& command, std::span<const char* const> names);

}  // namespace asynchat::cli
