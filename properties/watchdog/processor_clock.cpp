#include <asynchat/properties/watchdog/processor_clock.h>

#include <time.h>

namespace asynchat::properties {

cost_clock processor_clock() {
  return [] {
    timespec used{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<std::uint64_t>(used.tv_sec) * 1'000'000'000u + static_cast<std::uint64_t>(used.tv_nsec);
  };
}

}  // namespace asynchat::properties
