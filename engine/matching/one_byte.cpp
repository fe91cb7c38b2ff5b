#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "matching/one_byte.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "matching/find_each-inl.h"

HWY_BEFORE_NAMESPACE();
namespace asynchat::matching::HWY_NAMESPACE {

std::size_t find_one_byte(const char* text, std::size_t count, const char* pattern, std::size_t size,
                          std::uint16_t* places) {
  const auto byte = repeated(pattern[0]);
  return find_each(text, count, size, places,
                   [&](const std::uint8_t* at) HWY_ATTR { return hn::Eq(hn::LoadU(byte_vector(), at), byte); });
}

}  // namespace asynchat::matching::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "matching/find.h"

namespace asynchat::matching {

HWY_EXPORT(find_one_byte);

std::size_t find_one_byte(const char* text, std::size_t count, const char* pattern, std::size_t size,
                          std::uint16_t* places) {
  return HWY_DYNAMIC_DISPATCH(find_one_byte)(text, count, pattern, size, places);
}

}  // namespace asynchat::matching
#endif
