#include "targets.h"

#include <asynchat/properties/fuzz/driver.h>
#include <asynchat/properties/fuzz/fuzz_target.h>
#include <asynchat/transport/check.h>

namespace asynchat::fuzz {

const std::vector<target_entry>& all_targets() {
  static const std::vector<target_entry> list = [] {
    std::vector<target_entry> both = framing_targets();
    for (target_entry& one : reader_targets()) both.push_back(std::move(one));
    return both;
  }();
  return list;
}

std::unique_ptr<target> make_target(std::string_view name) {
  for (const target_entry& one : all_targets()) {
    if (one.name == name) return one.make(one);
  }
  ASYNCHAT_CHECK(false, "a fuzz target has a name that the table knows");
  return nullptr;
}

std::size_t mutate_bytes(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned seed) {
  if (LLVMFuzzerMutate != nullptr) return LLVMFuzzerMutate(data, size, size_max);
  return properties::change_plainly(data, size, size_max, seed);
}

}  // namespace asynchat::fuzz
