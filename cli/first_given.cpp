#include "first_given.h"

#include <CLI/CLI.hpp>

namespace asynchat::cli {

std::string first_given(const CLI::App& command, std::span<const char* const> names) {
  for (const char* name : names) {
    if (command.count(name) > 0) return name;
  }
  return {};
}

}  // namespace asynchat::cli
