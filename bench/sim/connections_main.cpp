#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <exception>

#include "sim/echo_world.h"

/// asynchat_bench_world CONNECTIONS: opens them in a simulated world, exchanges a line on each, and prints how many
/// bytes of memory the process has had at most. Started by the bench.
int main(int argc, char** argv) {
  using namespace asynchat;
  constexpr std::size_t hosts = 10;
  const std::size_t connections = argc == 2 ? std::strtoul(argv[1], nullptr, 10) : 0;
  if (connections == 0 || connections % hosts != 0) {
    std::fprintf(stderr, "usage: asynchat_bench_world CONNECTIONS, a multiple of %zu\n", hosts);
    return 2;
  }
  try {
    bench::echo_world world({.connections = connections, .hosts = hosts, .lines_max = 1});
    world.run(std::chrono::seconds(1));
    if (world.lines() != connections) throw std::runtime_error("somebody has had no answer");
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    std::printf("%lu\n", static_cast<unsigned long>(used.ru_maxrss) * 1024);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "asynchat_bench_world: %s\n", error.what());
    return 1;
  }
}
