// Any target without an engine: asynchat_fuzz_smoke NAME [-runs=N] [-seed=N] [-max_len=N] [INPUT|FOLDER…], or --list.

#include <asynchat/properties/fuzz/driver.h>

#include <algorithm>
#include <iostream>

#include "targets.h"

namespace {

std::unique_ptr<asynchat::fuzz::target> chosen;

int test_one(const std::uint8_t* data, std::size_t size) {
  chosen->run({reinterpret_cast<const char*>(data), size});
  return 0;
}

std::size_t mutate(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned seed) {
  return chosen->mutate(data, size, size_max, seed);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string name = argc > 1 ? argv[1] : "";
  const auto& targets = asynchat::fuzz::all_targets();
  if (name == "--list") {
    for (const auto& one : targets) std::cout << one.name << (one.framing.empty() ? "" : " ") << one.framing << '\n';
    return 0;
  }
  if (std::none_of(targets.begin(), targets.end(), [&](const auto& one) { return one.name == name; })) {
    std::cerr << "asynchat_fuzz_smoke: expected the name of a target (see --list), not '" << name << "'\n";
    return 2;
  }
  chosen = asynchat::fuzz::make_target(name);
  const int status = asynchat::properties::drive_fuzz_target({test_one, mutate}, {argv + 2, argv + argc});
  chosen.reset();
  return status;
}
