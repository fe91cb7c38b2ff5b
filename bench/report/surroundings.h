#pragma once

#include <string>
#include <utility>
#include <vector>

namespace asynchat::bench {

/// Where and with what a run was made: what the figures hold for.
struct surroundings {
  std::string processor;
  unsigned processors = 0;
  std::string system;
  std::string compiler;
  std::vector<std::pair<std::string, std::string>> versions;  ///< of this project and of the rivals
};

surroundings look_around();

}  // namespace asynchat::bench
