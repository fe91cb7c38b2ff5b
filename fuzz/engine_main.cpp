// The functions that a fuzzing engine calls, for the target that the build names.

#include <asynchat/properties/fuzz/fuzz_target.h>

#include "targets.h"

namespace {

asynchat::fuzz::target& the_target() {
  static const std::unique_ptr<asynchat::fuzz::target> one = asynchat::fuzz::make_target(ASYNCHAT_FUZZ_TARGET_NAME);
  return *one;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  the_target().run({reinterpret_cast<const char*>(data), size});
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t size_max,
                                               unsigned seed) {
  return the_target().mutate(data, size, size_max, seed);
}
