#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "matching/two_bytes.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "matching/mark_each-inl.h"

HWY_BEFORE_NAMESPACE();
namespace asynchat::matching::HWY_NAMESPACE {

void mark_two_bytes(const char* text, std::size_t count, const char* pattern, std::size_t size, std::uint64_t* bits) {
  const auto first = repeated(pattern[0]);
  const auto second = repeated(pattern[1]);
  mark_each(text, count, size, bits, [&](const std::uint8_t* at) HWY_ATTR {
    const byte_vector lanes;
    return hn::And(hn::Eq(hn::LoadU(lanes, at), first), hn::Eq(hn::LoadU(lanes, at + 1), second));
  });
}

}  // namespace asynchat::matching::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "matching/mark.h"

namespace asynchat::matching {

HWY_EXPORT(mark_two_bytes);

void mark_two_bytes(const char* text, std::size_t count, const char* pattern, std::size_t size, std::uint64_t* bits) {
  HWY_DYNAMIC_DISPATCH(mark_two_bytes)(text, count, pattern, size, bits);
}

}  // namespace asynchat::matching
#endif
