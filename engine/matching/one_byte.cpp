#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "matching/one_byte.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "matching/mark_each-inl.h"

HWY_BEFORE_NAMESPACE();
namespace asynchat::matching::HWY_NAMESPACE {

void mark_one_byte(const char* text, std::size_t count, const char* pattern, std::size_t size, std::uint64_t* bits) {
  const auto byte = repeated(pattern[0]);
  mark_each(text, count, size, bits,
            [&](const std::uint8_t* at) HWY_ATTR { return hn::Eq(hn::LoadU(byte_vector(), at), byte); });
}

}  // namespace asynchat::matching::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "matching/mark.h"

namespace asynchat::matching {

HWY_EXPORT(mark_one_byte);

void mark_one_byte(const char* text, std::size_t count, const char* pattern, std::size_t size, std::uint64_t* bits) {
  HWY_DYNAMIC_DISPATCH(mark_one_byte)(text, count, pattern, size, bits);
}

}  // namespace asynchat::matching
#endif
