// The main() of a fuzz target where no engine brings one.

#include <asynchat/properties/fuzz/driver.h>
#include <asynchat/properties/fuzz/fuzz_target.h>

int main(int argc, char** argv) {
  return asynchat::properties::drive_fuzz_target({LLVMFuzzerTestOneInput, LLVMFuzzerCustomMutator},
                                                 {argv + 1, argv + argc});
}
