#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "matching/four_bytes.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "matching/find_each-inl.h"

HWY_BEFORE_NAMESPACE();
namespace asynchat::matching::HWY_NAMESPACE {

std::size_t find_four_bytes(const char* text, std::size_t count, const char* pattern, std::size_t size,
                            std::uint16_t* places) {
  const auto first = repeated(pattern[0]);
  const auto second = repeated(pattern[1]);
  const auto third = repeated(pattern[2]);
  // Of three bytes the last is asked for twice.
  const std::size_t last_at = size - 1;
  const auto last = repeated(pattern[last_at]);
  return find_each(text, count, size, places, [&](const std::uint8_t* at) HWY_ATTR {
    const byte_vector lanes;
    const auto front = hn::And(hn::Eq(hn::LoadU(lanes, at), first), hn::Eq(hn::LoadU(lanes, at + 1), second));
    const auto back = hn::And(hn::Eq(hn::LoadU(lanes, at + 2), third), hn::Eq(hn::LoadU(lanes, at + last_at), last));
    return hn::And(front, back);
  });
}

}  // namespace asynchat::matching::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "matching/find.h"

namespace asynchat::matching {

HWY_EXPORT(find_four_bytes);

std::size_t find_four_bytes(const char* text, std::size_t count, const char* pattern, std::size_t size,
                            std::uint16_t* places) {
  return HWY_DYNAMIC_DISPATCH(find_four_bytes)(text, count, pattern, size, places);
}

}  // namespace asynchat::matching
#endif
