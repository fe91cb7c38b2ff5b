#include "check_help.h"

#include <asynchat/properties/laws.h>

#include <fmt/core.h>

namespace asynchat::cli {

std::string laws_help() {
  std::string text = "Laws:\n";
  for (const properties::law which : properties::all_laws) {
    text += fmt::format("  {:<18} {}\n", to_string(which), sentence(which));
  }
  return text;
}

}  // namespace asynchat::cli
